"""The final answer in a free completion: boxed, tagged, announced, bold or last; None where there is none.

What counts, strongest first, after the thinking is cut off:

    \\boxed{...} (the last one)          <answer>...</answer> (the last one)         {"answer": ...}, fenced or bare
    "Final answer: ...", "#### ..."      "Answer: ...", "the answer is ...", "the correct option is ..."
    a leading Yes or No, an option named in the last sentence (where `kind` says so)
    bold text in the last line           the last line, or its last sentence

Announcements of one strength that contradict each other leave no answer, as do a refusal and an unfinished thought.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..model import Answer
from .kinds import Kind, kind_of

ANSWER_KEYS = ("final_answer", "answer", "prediction", "result", "response")
_BRACES = re.compile(r"\\f?boxed\s{0,3}\{|\\boxed\s{1,3}(?=[^\s{])|\\[{}]|[{}]")
_BOX_LAST = re.compile(r"\}\s{0,3}\$?\.?$")
_TAG = re.compile(r"<answer>(.*?)(?:</answer>|$)", re.IGNORECASE | re.DOTALL)
_FENCE = re.compile(r"^```\w*\s*\n?(.*?)\n?```\s*$", re.DOTALL)
_REFUSAL = re.compile(
    r"^(i['’]?m sorry|sorry|i am sorry|i apologi[sz]e|as an ai|unfortunately, i"
    r"|i can(no|['’])t (help|assist|see|view|access|process|open)|i (am|['’]m) (unable|not able) to"
    r"|(es )?tut mir leid|entschuldigung|leider kann ich)",
    re.IGNORECASE,
)
_MARK = r"(?:\*\*|__|\\textbf\{|[#>\s])*"
_END = r"(?:\*\*|__|\})*"
_ANSWER_IS = rf"{_END}\s*(?:is\s*:|is\b|are\b|=|:|：|为|是|(?:ist|sind|lautet|lauten)\b(?: also| daher| somit)?\s*:?){_END}\s*"
_NOUN = r"(?:answer|solution|result|choice|option|antwort|lösung|ergebnis)"
_ANNOUNCED = r"(?=(?P<said>[^\n]{1,300}))"
_FINAL = rf"(?:(?:my |the )?final |(?:die |meine |das )?(?:endgültige[sr]? |finale[sr]? |end)){_NOUN}"
_STRONG = re.compile(rf"(?:{_MARK}{_FINAL}{_ANSWER_IS}|^\s*####\s+)" + _ANNOUNCED, re.IGNORECASE | re.MULTILINE)
_THE_ANSWER_DE = rf"(?:die|das|meine|unsere|mein|unser)\s+(?:(?:richtige|korrekte|gesuchte|beste)\s+)?{_NOUN}"
_WEAK = re.compile(
    rf"(?:(?:^|(?<=[.!?]\s)){_MARK}(?:answer|ans|solution|antwort|lösung|ergebnis){_END}\s*[:：=]{_END}\s*"
    rf"|\b(?:the|my|our)\s+(?:(?:correct|right|best|required)\s+)?{_NOUN}(?: (?:here|to (?:the|this) question))?{_ANSWER_IS}"
    rf"|\b(?:correct|right) {_NOUN}{_ANSWER_IS}"
    rf"|\b{_THE_ANSWER_DE}(?: auf (?:die|diese) frage)?{_ANSWER_IS}"
    rf"|答案{_END}\s*(?:是|为|[:：]))" + _ANNOUNCED,
    re.IGNORECASE | re.MULTILINE,
)
_OPTION_IS = re.compile(
    r"\b(?:option|choice)\s+\(?(?P<said>[A-J])\)?\s+is\s+(?:the\s+)?(?:correct|right)"
    r"|\b(?:antwort|option|möglichkeit)\s+\(?(?P<auch>[A-J])\)?\s+ist\s+(?:richtig|korrekt)",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\(([A-J])\)|\b(?:[Oo]ption|[Cc]hoice|Antwort|Möglichkeit)\s+([A-J])\b")
# what follows the full stop of a German ordinal; a name that English has, too, only where English would not go on so
_AFTER_ORDINAL = (
    r"(?:(?:Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|Quartal|Halbjahr|Jahrhundert|Platz|Stelle)\b"
    r"|(?:April|August|September|November)(?=\s+\d{4}|\s*[.,;!)]|\s*$))"
)
_SENTENCE = re.compile(
    r"(?<=[.!?。])(?<!\bNo\.)(?<!\b(?:St|Dr|Mr|vs|ca|Nr)\.)(?<!\b(?:Fig|Mrs|e\.g|i\.e|cf\.|bzw|usw|Mio|Mrd|Tsd|Std)\.)[\s]+"
    rf"(?!(?<=\d\.\s){_AFTER_ORDINAL})(?=[\w\"'“„(\[\\$*∠√€£¥-])|(?<=。)",
    re.MULTILINE,
)
_RUNS = re.compile(r"\s{4,}|[*#>_`-]{8,}")  # a model that has lost its way writes them by the thousand
_BECAUSE = re.compile(
    r"\s*[,;—–]?\s+(?:because|since|as (?:it|the|this)|which (?:is|means)|therefore|so that)\b.*$|\s*,\s+(?:weil|denn|da)\b.*$",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"^(?:therefore|thus|hence|so|finally|in conclusion|consequently|then|also|daher|somit|folglich|deshalb)\b[,:]?\s+",
    re.IGNORECASE,
)
_YES_NO = re.compile(r"^[\s*_\"']*(yes|no|true|false|ja|nein|wahr|falsch)\b[\s*_\"']*(?:[.,;:!—–-]|$)", re.IGNORECASE)


def given_answer(text: str, answer: Answer) -> str | None:
    """What the completion gives as its answer, where this one is asked for; None where there is nothing to take.

    Where the answer is a page, a table, a piece of code (its kind's `whole`), so is what a completion gives that boxes, tags or
    names none.
    """
    kind = kind_of(answer.type)
    return _whole_answer(text, kind) if kind.whole(answer) else final_answer(text, answer.type)


def _whole_answer(text: str, kind: Kind) -> str | None:
    text = (after_thinking(text) or "").strip()
    if not text or _REFUSAL.match(text):
        return None
    if tags := _TAG.findall(text):
        text = tags[-1]
    elif _BOX_LAST.search(text) and (found := boxes(text)):
        text = found[-1]
    else:
        try:
            data: Any = json.loads(text) if text.startswith("{") else None
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict) and len(data) == 1 and (key := next(iter(data))) in ANSWER_KEYS:
            text = plain_text(data[key])
    found_in = kind.find(text)
    return (text if found_in is None else found_in).strip("\n") or None


def final_answer(text: str, kind: str = "") -> str | None:
    """What the completion gives as its answer, as it wrote it; None where there is nothing to take.

    kind: the type of the answer asked for ("boolean", "choice", ...), where known: a leading Yes, or an option named in the
    last sentence, then counts before the last line does.
    """
    text = _RUNS.sub(lambda m: m[0][:3], after_thinking(text) or "").strip()
    if not text:
        return None
    boxed = boxes(text)
    if boxed:
        return _tidy(boxed[-1])
    if tags := _TAG.findall(text):
        return _tidy(tags[-1])
    if (found := _from_json(text)) is not None:
        return found or None
    for pattern in (_STRONG, _WEAK):
        said = [_clause(s) for s in dict.fromkeys(m["said"] for m in pattern.finditer(text))]
        if pattern is _WEAK:
            said += [m["said"] or m["auch"] for m in _OPTION_IS.finditer(text)]
        said = [s for s in said if s]
        if said:
            return said[-1] if len({_key(s) for s in said}) == 1 else None
    if _REFUSAL.match(text):
        return None
    return _last(text, kind)


def after_thinking(text: str) -> str | None:
    """The text behind the last </think>; None where the thinking never ends."""
    for tag in ("think", "thinking", "reasoning"):
        if f"</{tag}>" in text:
            text = text.rsplit(f"</{tag}>", 1)[1]
        if f"<{tag}>" in text:
            return None
    return text


def boxes(text: str) -> list[str]:
    """The contents of every closed \\boxed{...}, nested braces and all; the outermost where boxes are nested."""
    out: list[tuple[int, str]] = []
    opened: list[int] = []  # where the contents of each open brace begin, negative where no box opened it
    for m in _BRACES.finditer(text):
        if m[0] in ("\\{", "\\}"):
            continue
        if m[0] == "}":
            start = opened.pop() if opened else -1
            if start >= 0:
                while out and out[-1][0] > start:
                    out.pop()
                out.append((start, text[start : m.start()]))
        elif m[0][-1] == "{":
            opened.append(m.end() if "boxed" in m[0] else -1)
        elif "boxed" in m[0]:
            out.append((m.end(), (re.match(r"[^\s$]*", text[m.end() : m.end() + 80]) or [""])[0]))
    return [b for _, b in out if b.strip()]


def _from_json(text: str) -> str | None:
    """The answer of a JSON object, or a JSON list as it stands; None where the text is no JSON."""
    fenced = _FENCE.match(text) or re.search(r"```(?:json)?\s*\n(.*?)\n?```\s*$", text, re.DOTALL)
    body = fenced[1].strip() if fenced else text
    if not body.startswith(("{", "[")):
        return body if fenced and fenced.start() == 0 and "\n" not in body else None
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if isinstance(data, dict):
        for key in ANSWER_KEYS:
            if key in data:
                return plain_text(data[key])
    return body


def plain_text(value: Any) -> str:
    """A JSON value as an answer's text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.strip() if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _clause(said: str) -> str:
    """The answer at the beginning of what follows an announcement: one sentence, without its reason."""
    said = _SENTENCE.split(said.strip())[0]
    return _tidy(_BECAUSE.sub("", said))


def _tidy(said: str) -> str:
    """Without the emphasis and the quotes around it."""
    said = said.strip()
    before = None
    while said != before:
        before = said
        said = re.sub(r"^(?:\*\*|__|`|\*(?!\*))+|(?:\*\*|__|`|(?<!\*)\*)+$", "", said).strip()
        said = re.sub(r"^(.*?)(?:\*\*|__)([.!]?)$", r"\1\2", said) if said.count("**") % 2 or said.count("__") % 2 else said
    return said


def _key(said: str) -> str:
    """Two announcements with one key say the same."""
    named = r"^(?:(?:[Oo]ption|[Cc]hoice|Antwort|Möglichkeit)\s+)?\(?([A-J])\)?(?=[\s).:,]|$)"
    m = re.match(named, re.sub(r"[*_$]", "", said))
    if m and not re.match(r"A\s+\w", said):  # "A dog" is no option
        return m[1]
    return re.sub(r"[\s*_$.,;:!\\]+", "", said).lower()


def _last(text: str, kind: str) -> str | None:
    lines = [line.strip() for line in text.splitlines() if line.strip(" \t`*_-")]
    if not lines:
        return None
    if kind == "boolean" and (m := _YES_NO.match(text)):
        return m[1]
    sentence = _SENTENCE.split(lines[-1])[-1]
    if kind == "choice":
        named = {a or b for a, b in _OPTION.findall(sentence)}
        if len(named) == 1:
            return named.pop()
    bold = re.findall(r"\*\*(.+?)\*\*", lines[-1])
    if bold and not bold[-1].rstrip().endswith(":"):
        return _tidy(bold[-1])
    return _tidy(_CONNECTIVE.sub("", _tidy(sentence))) or None
