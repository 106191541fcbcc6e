"""Twelve ways in which a writer may spoil a rewording. Each gives the spoilt text (and options), or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from proofpress.model import Question, Sample
from proofpress.seeds import Rng


@dataclass(frozen=True)
class Spoilt:
    text: str
    choices: tuple[str, ...] | None = None  # None: the writer left the options alone


Way = Callable[[str, Question, Sample, Rng], "Spoilt | None"]


def _pick(items: list[str], rng: Rng) -> str:
    return items[int(rng.integers(len(items)))]


def _swap_word(text: str, table: dict[str, list[str]], rng: Rng) -> Spoilt | None:
    found = [m for w in table for m in re.finditer(rf"(?<!\w){re.escape(w)}(?!\w)", text)]
    if not found:
        return None
    m = found[int(rng.integers(len(found)))]
    return Spoilt(text[: m.start()] + _pick(table[m[0]], rng) + text[m.end() :])


def digit(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """One digit of a number, or one number word, is another."""
    words = {"two": ["three"], "three": ["four", "two"], "four": ["five"], "twelve": ["eleven"], "second": ["third"]}
    words |= {"third": ["fourth", "second"], "fourth": ["fifth"], "five": ["six"], "six": ["seven"], "seven": ["six"]}
    places = [m.start() for m in re.finditer(r"\d", text)]
    if not places or rng.random() < 0.15:
        return _swap_word(text, words, rng)
    at = places[int(rng.integers(len(places)))]
    new = _pick([d for d in "123456789" if d != text[at]], rng)
    return Spoilt(text[:at] + new + text[at + 1 :])


_UNITS = {
    "cm": ["m", "mm", "inches"],
    "mm": ["cm"],
    "m": ["km"],
    "°": [" rad", "%"],
    "%": [" percentage points", "°"],
    "€": ["$", "£"],
}
_UNITS |= {
    "$": ["€"],
    "thousand": ["million"],
    "million": ["thousand", "billion"],
    "kg": ["g"],
    "°C": ["°F"],
    "mg": ["kg"],
    "km": ["miles"],
}
_UNITS |= {
    "MWh": ["kWh"],
    "kWh": ["MWh"],
    "years": ["months"],
    "points": ["percent"],
    "degrees": ["radians"],
    "in": ["ft"],
    "per cent": ["cm"],
}
_UNITS |= {
    "mmHg": ["kPa"],
    "percentage": ["number of euros"],
    "days": ["weeks"],
    "h": ["min"],
    "t": ["kg"],
    "h/week": ["h/day"],
}


def unit(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """A unit behind or before a number is another; or the asked one."""
    found = []
    for u in _UNITS:
        if u in "€$":
            found += [(m.start(), m.end(), u) for m in re.finditer(rf"{re.escape(u)}(?=\d)", text)]
        elif u in ("°", "%"):
            found += [(m.start(), m.end(), u) for m in re.finditer(rf"(?<=\d){re.escape(u)}(?![CF])", text)]
        elif u in ("degrees", "per cent", "percentage"):
            found += [(m.start(), m.end(), u) for m in re.finditer(rf"\b{u}\b(?! points)", text)]
        else:
            after = r"(?= and\b|[.,?)])" if u == "in" else r"(?![\w/])"  # "in 2019 in Oslo" has no inches
            found += [(m.start(1), m.end(1), u) for m in re.finditer(rf"\d ({re.escape(u)}){after}", text)]
    if not found:
        return None
    a, b, u = found[int(rng.integers(len(found)))]
    return Spoilt(text[:a] + _pick(_UNITS[u], rng) + text[b:])


def labels_in(text: str, sample: Sample) -> list[str]:
    """Names of the picture that the text says, points' names among them."""
    names = {a for f in sample.facts for a in f.args if re.match(r"[A-Z0-9]", a)} | {
        r.text for r in sample.regions if r.role != "title"
    }
    names = {n for n in names if re.match(r"[A-ZÀ-Ž]|\d{4}$", n) and len(n) < 40}
    found = [n for n in sorted(names) if re.search(rf"(?<![\w–-]){re.escape(n)}(?![\w–-])", text)]
    found = [n for n in found if n != "I" or re.search(r"(?:circle|centre|at) I\b", text)]
    points = re.findall(r"(?<![A-Za-z])[A-Z]{2,8}(?![A-Za-z])", text) if all(len(n) == 1 for n in found) else []
    return sorted(set(found) | set(points))


def dropped_label(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    names = [n for n in labels_in(text, sample) if n != "I"]  # the pronoun and the point look alike
    if not names:
        return None
    name = _pick(names, rng)
    by = _pick(["", "it", "that one"], rng)
    out = re.sub(rf"(?<![\w–-]){re.escape(name)}(?![\w–-])", by, text)
    return Spoilt(re.sub(r"\s+", " ", out).strip())


def swapped_labels(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """A name stands where another name of the picture belongs."""
    names = labels_in(text, sample)
    if not names:
        return None
    name = _pick(names, rng)
    if re.fullmatch(r"[A-Z]{1,8}", name) and any(
        f.predicate == "point" or (len(f.args) and len(f.args[0]) == 1) for f in sample.facts
    ):
        others = sorted({a for f in sample.facts for a in f.args if re.fullmatch(r"[A-Z]", a)} - set(name))
        if not others:
            return None
        at = int(rng.integers(len(name)))
        new = name[:at] + _pick(others, rng) + name[at + 1 :]
    else:
        others = sorted({a for f in sample.facts for a in f.args if re.match(r"[A-ZÀ-Ž]|\d{4}$", a)} - set(names) - {name})
        others = [o for o in others if o not in text]
        if not others:
            return None
        new = _pick(others, rng)
    return Spoilt(re.sub(rf"(?<![\w–-]){re.escape(name)}(?![\w–-])", new, text, count=1))


_DIRECTION = {
    "more": ["less", "fewer"],
    "less": ["more"],
    "higher": ["lower"],
    "lower": ["higher"],
    "highest": ["lowest", "smallest"],
}
_DIRECTION |= {
    "lowest": ["highest", "top"],
    "above": ["below", "under"],
    "below": ["above", "over"],
    "longer": ["shorter"],
    "larger": ["smaller"],
}
_DIRECTION |= {
    "bigger": ["smaller"],
    "exceed": ["fall short of"],
    "top": ["bottom"],
    "ahead of": ["behind"],
    "greater": ["smaller"],
}
_DIRECTION |= {"largest": ["smallest"], "smallest": ["largest"], "rise": ["fall"], "first": ["last"], "at least": ["at most"]}


def more_less(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    return _swap_word(text, _DIRECTION, rng)


_NEGATED = {
    "is": ["is not", "isn't"],
    "are": ["are not", "aren't"],
    "has": ["has not", "does not have"],
    "does": ["doesn't", "does not"],
}
_NEGATED |= {
    "with": ["without"],
    "have": ["do not have"],
    "lie": ["do not lie", "never lie"],
    "was": ["was not"],
    "are all": ["are not all"],
}
_NEGATED |= {
    "measures": ["never measures"],
    "equals": ["fails to equal"],
    "lies": ["does not lie"],
    "had": ["hadn't"],
}


def negation(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    return _swap_word(text, _NEGATED, rng)


def added_fact(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    points = sorted({a for f in sample.facts for a in f.args if re.fullmatch(r"[A-Z]", a)})
    if len(points) >= 3:
        a, b, c = points[:3]
        facts = [f"Note that {a}{b} = 5.", f"Triangle {a}{b}{c} is isosceles.", f"Also, {a}{b} and {b}{c} are perpendicular."]
        facts += [
            f"Recall that angle {a}{b}{c} is a right angle.",
            "All sides are equal.",
            f"Remember that {a} lies on {b}{c}.",
        ]
        facts += ["The figure is symmetric.", "The two lines are parallel."]
    else:
        facts = ["The total is 100.", "Note that the data were collected in Berlin.", "Remember that sales doubled in spring."]
        facts += [
            "Ignore the missing values.",
            "The values are rising.",
            "The chart is based on a survey of experts.",
            "Both are equal.",
        ]
        facts += ["Exclude the largest value."]
    facts = [f for f in facts if f[:-1].lower() not in text.lower()]  # what is said already is no new fact
    fact = _pick(facts, rng)
    return Spoilt(f"{fact} {text}" if rng.random() < 0.4 else f"{text} {fact}")


_ASKED = {
    "area": ["perimeter", "circumference"],
    "perimeter": ["area"],
    "length": ["area", "slope"],
    "difference": ["ratio", "sum"],
}
_ASKED |= {
    "ratio": ["difference", "product"],
    "average": ["median", "total", "highest"],
    "mean": ["median"],
    "median": ["mean"],
    "sum": ["difference", "average"],
}
_ASKED |= {
    "total": ["average"],
    "size": ["sine", "supplement"],
    "midpoint": ["endpoint", "foot"],
    "circumference": ["area", "diameter"],
}
_ASKED |= {
    "How many": ["Which"],
    "how many": ["which"],
    "percentage": ["multiple"],
    "colour": ["position"],
    "title": ["source", "subtitle"],
}
_ASKED |= {
    "gap": ["ratio"],
    "share": ["number"],
    "parallel": ["perpendicular", "equal"],
    "bisect": ["trisect"],
    "rank": ["value"],
}
_ASKED |= {
    "similar": ["congruent"],
    "congruent": ["similar"],
    "sides": ["angles"],
    "angles": ["sides"],
    "number": ["average", "share"],
    "degrees": ["metres"],
}


def asked_quantity(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    if re.search(r"\b[Hh]ow many (?:degrees|times|per cent)", text):
        return None  # "which degrees" is bad English for the same
    return _swap_word(text, _ASKED, rng)


_ORDERED = (
    r"(?P<a>\b[A-Z]{2})(?P<m> : |/| divided by | to | exceeds? | minus | less | (?:is )?longer than )(?P<b>[A-Z]{2}\b)",
    r"(?:from )(?P<a>highest|lowest)(?P<m> to )(?P<b>highest|lowest)",
    r"(?:atio of the )(?P<a>[^?.]+?)(?P<m> to that )(?P<b>(?:in|at|for|on) [^?.]+)(?=[?.])",
    r"(?:ubtract )(?P<a>[A-Z]{2})(?P<m> from )(?P<b>[A-Z]{2})(?=\W)",
    r"(?:does )(?P<a>\w+(?: \d+)?)(?P<m> lead | exceed )(?P<b>[\w ]+?)(?= in )",
    r"(?:is )(?P<a>\w+(?: \d+)?)(?P<m> ahead of )(?P<b>[\w ]+?)(?= in )",
    r"(?:divide the )(?P<a>.+?)(?P<m> by that )(?P<b>(?:in|at|for|on) [^?.]+)(?=[?.])",
    r"(?P<a>\b(?:in|at|for|on) [\w ]+?)(?P<m> (?:higher|lower) than (?:that )?)(?P<b>(?:in|at|for|on) [\w ]+)(?=[?.])",
    r"(?:does )(?P<a>[A-Z]{2})(?P<m> go into )(?P<b>[A-Z]{2})",
    r"(?:[aA]ngle |∠)(?P<a>[A-Z])(?P<m>)(?P<b>[A-Z])(?=[A-Z]\b)",
    r"(?:per cent higher is )(?P<a>[\w ]+?)(?P<m> than )(?P<b>[\w ]+?)(?= in )",
    r"(?:much is )(?P<a>[\w ]+?)(?P<m> higher than )(?P<b>[\w ]+?)(?= in )",
)


def order(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """Two operands have changed places where the order matters."""
    found = [m for p in _ORDERED for m in re.finditer(p, text) if m["a"] != m["b"]]
    if not found:
        return None
    if all(m["m"] == "" for m in found) and rng.random() < 0.8:
        return None  # letters of an angle are everywhere; leave room for the others
    m = found[int(rng.integers(len(found)))]
    return Spoilt(text[: m.start("a")] + m["b"] + m["m"] + m["a"] + text[m.end("b") :])


def language(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    words = {
        "the": "die",
        "is": "ist",
        "What": "Was",
        "what": "was",
        "of": "von",
        "and": "und",
        "How": "Wie",
        "in": "im",
        "angle": "Winkel",
    }
    words |= {
        "which": "welche",
        "Which": "Welche",
        "length": "Länge",
        "Find": "Finde",
        "long": "lang",
        "that": "dass",
        "to": "zu",
        "for": "für",
    }
    french = {
        "the": "le",
        "is": "est",
        "of": "de",
        "and": "et",
        "What": "Quel",
        "what": "quel",
        "How": "Comment",
        "in": "dans",
        "for": "pour",
    }
    way = int(rng.integers(5))
    if way == 0:
        return Spoilt(re.sub(r"[A-Za-z]+", lambda m: words.get(m[0], m[0]), text) + " Bitte begründen.")
    if way == 1:
        return Spoilt(re.sub(r"[A-Za-z]+", lambda m: french.get(m[0], m[0]), text) + " Merci.")
    if way == 2:
        return Spoilt("请回答：" + text)
    if way == 3:
        return Spoilt(text + " Пожалуйста, ответьте.")
    return Spoilt(text.replace("a", "а").replace("o", "о"))  # look-alike letters of another script


def leaked(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """The answer, an alias of it or a step's value stands in the question."""
    answer = question.answer.text
    if question.choices and len(answer) == 1:
        answer = question.choices[ord(answer) - 65] if rng.random() < 0.5 else answer
    if question.answer.type in ("box", "point", "undetermined"):
        ways = [f"{text} (Answer: {answer})"]
    else:
        ways = [
            f"{text} (Answer: {answer})",
            f"{text} Hint: {answer}.",
            f"{text} Explain why it is {answer}.",
            f"{text} It is {answer}, right?",
        ]
        ways += [f"{text} Show that you get {answer}.", f"{text[:-1]}, namely {answer}{text[-1]}"]
    return Spoilt(_pick(ways, rng))


def option(text: str, question: Question, sample: Sample, rng: Rng) -> Spoilt | None:
    """An option is another one: among the choices, or among those that the text itself offers."""
    inline = {
        "scalene": ["obtuse", "regular"],
        "isosceles": ["acute"],
        "obtuse": ["scalene"],
        "acute": ["equilateral"],
        "equilateral": ["right"],
    }
    inline |= {"rising": ["steady"], "positive": ["strong"]}
    if not question.choices:
        return _swap_word(text, inline, rng)
    choices = list(question.choices)
    at = int(rng.integers(len(choices)))
    way = int(rng.integers(4))
    if way == 0:
        number = re.search(r"\d", choices[at])
        choices[at] = (
            re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), choices[at], count=1) if number else choices[at] + " or none"
        )
    elif way == 1:
        choices.pop(at)
    elif way == 2:
        choices = choices[1:] + choices[:1]
    else:
        listed = " ".join(f"({chr(65 + i)}) {c if i != at else 'none of these'}" for i, c in enumerate(choices))
        return Spoilt(f"{text} {listed}")
    return Spoilt(text, tuple(choices))


WAYS: dict[str, Way] = {
    "digit": digit,
    "unit": unit,
    "dropped label": dropped_label,
    "swapped labels": swapped_labels,
    "more/less": more_less,
    "negation": negation,
    "added fact": added_fact,
    "changed asked quantity": asked_quantity,
    "changed order": order,
    "language switch": language,
    "leaked answer": leaked,
    "changed option": option,
}
