"""HTML as a tree in normal form: what a reader sees of the structure, without how it was typed or styled."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import unescape

from .edit_distance import Tree

# Elements that only style or group what stands in them; a block of these still parts words.
_STYLING = """
html body main section article header footer div span font b strong i em u small big center a p thead tbody tfoot colgroup mark
ins label abbr cite figure figcaption caption
"""
_THROUGH = frozenset(_STYLING.split())
_PARTING = frozenset(("div", "p", "section", "article", "header", "footer", "main", "figure", "figcaption", "caption", "br"))
_VOID = frozenset(("br", "hr", "img", "input", "col", "meta", "link", "wbr", "source"))
_UNSEEN_TAGS = frozenset(("script", "style", "head", "title", "template"))
_ENDS = {  # an opening tag ends these where they are still open
    **dict.fromkeys(("td", "th"), ("td",)),
    "tr": ("td", "tr"),
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
}
_FENCES_IN = {"td": "table", "tr": "table", "li": "ul ol", "dt": "dl", "dd": "dl"}  # ... but not beyond these
_DEEPEST_TAGS = 200
_LONGEST_PAGE = 300_000  # characters: of longer texts only the words are compared


@dataclass
class _Open:
    label: tuple[str, ...]
    parts: list[str | Tree] = field(default_factory=list)


# A tag's name, and its attributes; every place of a text is looked at once, whatever it holds.
_TAG_NAME = re.compile(r"(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/]|$)")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-zA-Z-]+)\s{0,9}=\s{0,9}("[^"]*"|'[^']*'|[^\s"'>]+)""")
_WITH_ATTRIBUTES = ("td", "img", "ol")


class _HtmlReader:
    """Tags and texts of a page, put together in `stack`.  (The standard library's parser takes a minute for "<a <a <a …".)"""

    def __init__(self) -> None:
        self.stack = [_Open(("root",))]
        self.unseen = 0

    def feed(self, text: str) -> None:
        at = 0
        while (start := text.find("<", at)) >= 0:
            comment = text.startswith("<!--", start)
            end = text.find("-->" if comment else ">", start)
            if end < 0:
                break
            tag = _TAG_NAME.match(text[start + 1 : end])
            if not comment and tag is None and text[start + 1] not in "!?":  # "a < b"
                self.handle_data(text[at : start + 1])
                at = start + 1
                continue
            self.handle_data(text[at:start])
            at = end + (3 if comment else 1)
            if tag is not None and not comment:
                name = tag[2].lower()
                if tag[1]:
                    self.handle_endtag(name)
                else:
                    self.handle_starttag(name, text[start + 1 : end])
        self.handle_data(text[at:])

    def handle_starttag(self, tag: str, written: str) -> None:
        if tag in _UNSEEN_TAGS:
            self.unseen += 1
            return
        tag = "td" if tag == "th" else tag
        if tag in _PARTING:
            self.stack[-1].parts.append(" ")
        for end in _ENDS.get(tag, ()):
            self._end(end)
        if tag in _THROUGH or tag == "br":
            return
        given = (
            {m[1].lower(): unescape(m[2].strip("\"'")) for m in _ATTRIBUTE.finditer(written)} if tag in _WITH_ATTRIBUTES else {}
        )
        label = (tag, *_attributes(tag, given))
        if tag in _VOID:
            self.stack[-1].parts.append(Tree(label))
        elif len(self.stack) < _DEEPEST_TAGS:
            self.stack.append(_Open(label))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN_TAGS:
            self.unseen = max(0, self.unseen - 1)
        elif tag in _PARTING:
            self.stack[-1].parts.append(" ")
        else:
            self._end("td" if tag == "th" else tag)

    def handle_data(self, data: str) -> None:
        if data and not self.unseen:
            self.stack[-1].parts.append(unescape(data))

    def _end(self, tag: str) -> None:
        """Close the innermost element of that name, and what was left open in it."""
        walls = _FENCES_IN.get(tag, "").split()
        for at in range(len(self.stack) - 1, 0, -1):
            name = self.stack[at].label[0]
            if name == tag:
                while len(self.stack) > at:
                    closed = self.stack.pop()
                    self.stack[-1].parts.append(_tree(closed))
                return
            if name in walls:
                return


def _attributes(tag: str, given: dict[str, str]) -> list[str]:
    """What a reader sees of them: over how many rows and columns a cell goes, and the words of a picture."""
    if tag == "td":
        spans = [(name, (given.get(name) or "1").strip()) for name in ("colspan", "rowspan")]
        return [f"{name}={value.lstrip('0')}" for name, value in spans if value.lstrip("0") not in ("", "1")]
    if tag == "img":
        return [f"{name}={given[name]}" for name in ("alt", "src") if given.get(name)]
    return [f"start={given['start']}"] if tag == "ol" and given.get("start") not in (None, "1") else []


def _tree(element: _Open) -> Tree:
    """Text stands in the node where it has no other element beside it, else in nodes of its own."""
    verbatim = element.label[0] in ("pre", "code")
    children: list[Tree] = []
    words: list[str] = []
    for part in [*element.parts, None]:
        if isinstance(part, str):
            words.append(part)
            continue
        if text := _plain("".join(words), verbatim):
            children.append(Tree(("text",), text))
        words.clear()
        if part is not None:
            children.append(part)
    if not any(c.label != ("text",) for c in children):
        return Tree(element.label, "".join(c.text for c in children))
    return Tree(element.label, "", tuple(children))


def _plain(text: str, verbatim: bool) -> str:
    text = unicodedata.normalize("NFC", text)
    return text.strip("\n") if verbatim else " ".join(text.split())


def html_tree(text: str) -> Tree:
    """The tree of a page or a fragment, under a node "root".  Takes anything: what is no HTML is text."""
    if len(text) > _LONGEST_PAGE:
        return Tree(("root",), _plain(text, False))
    reader = _HtmlReader()
    reader.feed(text)
    while len(reader.stack) > 1:
        closed = reader.stack.pop()
        reader.stack[-1].parts.append(_tree(closed))
    return _tree(reader.stack[0])
