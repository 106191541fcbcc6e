"""Markdown in normal form: one way to write what renders alike."""

from __future__ import annotations

import re
import unicodedata

_FENCE_OPENS = re.compile(r"^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)")
_RULE = re.compile(r"^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_BULLET = re.compile(r"^(\s*)[-*+][ \t]+(?=\S)")
_NUMBERED = re.compile(r"^(\s*)(\d{1,9})[.)][ \t]+(?=\S)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)")
_CELL_OF_DASHES = re.compile(r":?-+:?")
_STRONG_WORDS = re.compile(r"(?<![\w_])__(?=\S)([^_\n]+?)(?<=\S)__(?![\w_])")
_EMPHASIS = re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")
_TICKS = re.compile(r"`+")


def normal_markdown(text: str) -> str:
    """Blocks with one blank line between, a paragraph on one line, - for bullets, # for headings, ** and * for emphasis."""
    blocks: list[str] = []  # each is one block
    paragraph: list[str] = []
    levels: list[int] = []  # how far the open lists are indented
    lines = unicodedata.normalize("NFC", text).expandtabs(4).splitlines()
    at = 0

    def close() -> None:
        if paragraph:
            blocks.append(_inline(" ".join(paragraph)))
            paragraph.clear()

    while at < len(lines):
        line = lines[at].rstrip()
        at += 1
        if fence := _FENCE_OPENS.match(line):
            close()
            body = []
            while at < len(lines) and not re.match(rf"^ {{0,3}}{fence[1][0]}{{{len(fence[1])},}}\s*$", lines[at]):
                body.append(lines[at].rstrip())
                at += 1
            at += 1
            blocks.append("\n".join([f"```{fence[2]}", *body, "```"]))
        elif not line.strip():
            close()
        elif paragraph and re.fullmatch(r" {0,3}(=+|-+)", line):
            paragraph[0] = ("# " if "=" in line else "## ") + paragraph[0]
            close()
        elif _RULE.match(line):
            close()
            blocks.append("---")
        elif heading := _HEADING.match(line):
            close()
            words = re.sub(r"(?:^|(?<=\s))#+$", "", line[heading.end() :].strip()).strip()
            blocks.append(f"{heading[1]} {_inline(words)}".rstrip())
        elif "|" in line and at < len(lines) and "|" in lines[at] and all(map(_CELL_OF_DASHES.fullmatch, _cells(lines[at]))):
            close()
            rows = [line]
            while at < len(lines) and "|" in lines[at] and lines[at].strip():
                rows.append(lines[at])
                at += 1
            blocks.append("\n".join(_row(r, n == 1) for n, r in enumerate(rows)))
        elif (bullet := _BULLET.match(line)) or (bullet := _NUMBERED.match(line)):
            close()
            mark = "-" if bullet.re is _BULLET else f"{int(bullet[2])}."
            while levels and levels[-1] >= len(bullet[1]):
                levels.pop()
            paragraph.append("  " * len(levels) + f"{mark} {line[bullet.end() :]}")
            levels.append(len(bullet[1]))
        elif line.lstrip().startswith(">"):
            close()
            quoted = [line.lstrip()[1:].strip()]
            while at < len(lines) and lines[at].lstrip().startswith(">"):
                quoted.append(lines[at].lstrip()[1:].strip())
                at += 1
            blocks.append("> " + _inline(" ".join(quoted)))
        else:
            if not paragraph and not line.startswith(" "):
                levels.clear()
            paragraph.append(line.strip())
    close()
    return "\n\n".join(blocks)


def _cells(line: str) -> list[str]:
    cells = [c.strip() for c in re.split(r"(?<!\\)\|", line.strip())]
    return cells[1 if not cells[0] else 0 : len(cells) - (1 if len(cells) > 1 and not cells[-1] else 0)]


def _row(line: str, alignment: bool) -> str:
    """A row of a table with its cells one space from the bars; the second row says how columns are aligned."""
    cells = [re.sub(r"-+", "-", c) if alignment else _inline(c) for c in _cells(line)]
    return "| " + " | ".join(cells) + " |"


def _inline(text: str) -> str:
    """Emphasis and spaces of a line, outside its code."""
    runs = list(_TICKS.finditer(text))
    closing: dict[int, int] = {}  # run -> the next one of its length
    seen: dict[int, int] = {}
    for i in range(len(runs) - 1, -1, -1):
        length = len(runs[i][0])
        if length in seen:
            closing[i] = seen[length]
        seen[length] = i
    out, at, i = [], 0, 0
    while i < len(runs):
        if i in closing:
            first, last = runs[i], runs[closing[i]]
            out += [_emphasis(text[at : first.start()]), f"`{text[first.end() : last.start()].strip()}`"]
            at, i = last.end(), closing[i]
        i += 1
    return "".join([*out, _emphasis(text[at:])])


def _emphasis(text: str) -> str:
    indent = len(text) - len(text.lstrip())
    text = text[:indent] + re.sub(r"\s+", " ", text[indent:])
    return _EMPHASIS.sub(r"*\1*", _STRONG_WORDS.sub(r"**\1**", text))
