"""Both roads over one stored sample."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..ask.forms import UNDETERMINED
from ..draw.encode import decode
from ..draw.picture import Picture
from ..engine import Engine
from ..model import Sample
from ..registry import Registry
from .gate import gate
from .legible import covered_texts, sound_regions
from .located import misplaced
from .minimal import minimal
from .printed import Print
from .second_road import Second, from_pixels, from_premises, measured


@dataclass(frozen=True, slots=True)
class Finding:
    sample: str
    question: str  # "" for the picture as a whole
    check: str
    message: str


@dataclass
class Report:
    """Counts over one sample (or, added up, over a set). wrong: questions whose answer either road contradicts."""

    samples: int = 0
    questions: int = 0
    wrong: int = 0
    covered: int = 0
    agree: int = 0
    findings: list[Finding] = field(default_factory=list)
    roads: dict[str, dict[str, int]] = field(default_factory=dict)  # engine -> counts of the second road

    def add(self, other: Report) -> None:
        self.samples += other.samples
        self.questions += other.questions
        self.wrong += other.wrong
        self.covered += other.covered
        self.agree += other.agree
        self.findings += other.findings
        for engine, counts in other.roads.items():
            mine = self.roads.setdefault(engine, {})
            for k, v in counts.items():
                mine[k] = mine.get(k, 0) + v


# A finding of these checks contradicts the answer itself.
WRONG = ("execute", "located", "ink", "second_road")


def check_sample(sample: Sample, registry: Registry, second_road: bool = True) -> Report:
    """Every check on a stored sample: the truth road, legibility, uniqueness, answerability, places, and the second road: the
    ink of what is printed, and the engine's reader or solver."""
    engine: Engine = registry.engine(sample.engine)
    operators = registry.operators(sample.engine, sample.language)
    facts = {f.id: f for f in sample.facts}
    regions = {r.id: r for r in sample.regions}
    spec = dict(sample.spec)
    report = Report(samples=1, questions=len(sample.questions))
    pictures = pictures_of(sample)
    for i, picture in enumerate(pictures):
        for message in sound_regions(picture.regions, *sample.size(i)):
            report.findings.append(Finding(sample.id, "", "legible", message))
    fits = all((p.width, p.height) == sample.size(i) for i, p in enumerate(pictures))
    if not fits:
        report.findings.append(Finding(sample.id, "", "picture", "the picture's size is not the recorded one"))
    report.findings += [Finding(sample.id, "", "legible", message) for message in covered_texts(sample)]
    for fact in sample.facts:
        if fact.given == "image":
            report.findings += [Finding(sample.id, "", "located", message) for message in misplaced(fact, regions)]
    printed = Print(sample, {i: p.pixels for i, p in enumerate(pictures)} if fits else {})
    read = measured(sample, engine, pictures, printed) if second_road and fits else {}
    if second_road and not sample.degradations:
        report.findings += [Finding(sample.id, "", "ink", m) for m in printed.contradicted(r.id for r in sample.regions)]
    road = report.roads.setdefault(sample.engine, {})
    for index, question in enumerate(sample.questions):
        found = [Finding(sample.id, question.id, c, m) for c, m in gate(question, sample.facts, regions, operators)]
        needless = minimal(question, facts, spec, engine, operators)
        found += [Finding(sample.id, question.id, "needless", message) for message in needless]
        if second_road:
            rests = dict.fromkeys(r for i in question.givens if i in facts for r in (*facts[i].at, *facts[i].regions))
            found += [Finding(sample.id, question.id, "ink", m) for m in printed.contradicted(rests)]
            second = from_premises(sample, index, engine, operators)
            if not second.covered:
                second = from_pixels(question, facts, regions, operators, read, printed)
            _count(road, question.answer.type, second)
            report.covered += second.covered
            report.agree += second.agrees
            if second.covered and not second.agrees:
                found.append(Finding(sample.id, question.id, "second_road", second.note))
        report.wrong += any(f.check in WRONG for f in found)
        report.findings += found
    return report


def pictures_of(sample: Sample) -> tuple[Picture, ...]:
    """The stored pictures, each with the regions that lie in it."""
    return tuple(
        Picture(decode(image.bytes), tuple(r for r in sample.regions if r.image == i)) for i, image in enumerate(sample.images)
    )


def _count(road: dict[str, int], answer_type: str, second: Second) -> None:
    kind = "undetermined" if answer_type == UNDETERMINED else "numeric" if second.numeric else "other"
    for key, hit in (("", True), ("_covered", second.covered), ("_agree", second.agrees), ("_unique", second.unique)):
        road[kind + key] = road.get(kind + key, 0) + bool(hit)
