"""Grounding tasks of a sample: where something is, what is somewhere, how many there are and where, in no dialect yet.

    record    the set's own questions whose answer is a box or a point, as they are
    refer     a name -> its box            describe  a box -> the name of what it holds
    locate    a text -> its box            read      a box -> the text in it
    point     a name -> a point on it      count     a kind of thing -> how many, and the box of each

Names come from naming.py and denote one region each; only regions that are seen are asked for (visible >= 0.9).  Of the many
that a picture allows, some are drawn, evenly over the kinds of task and of thing.  A language that has no lexicon gets the
set's own questions alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from ..answers.kinds import is_place
from ..errors import BadInput
from ..model import Question, Region, Sample
from ..registry import nearest
from ..seeds import Rng, stream
from .boxes import Box
from .choose import questions, wants_sample
from .dialogue import prompt
from .exporter import Own, Settings
from .lexicon import Lexicon, lexicon
from .naming import Named, Namer, Reference, fit, name_all

T = TypeVar("T")
KINDS = ("record", "refer", "describe", "locate", "read", "point", "count")
REF, BOX, ALL = "\ue000", "\ue001", "\ue002"  # stand for the name, the box, and all the boxes with a name each
_FEW, _MANY = 2, 12  # how many things are counted
_SAME, _COVERED = 0.5, 0.05  # overlap from which two boxes could be taken for one, or one thing covers another
_ROW = 8.0  # px: nearer than this counts as beside or below one another

OWN = {
    "tasks": Own(",".join(KINDS), help="Which grounding tasks, with commas."),
    "per_picture": Own(8, help="How many tasks are drawn a picture, besides the set's own questions.", least=0),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One exchange.  question and answer hold REF, BOX or ALL where an exporter writes a name, the box, all the boxes.

    items: (label, box or point) in pixels, in order.  regions: what they are, by id; () for a question of the record.
    """

    id: str
    kind: str
    question: str
    answer: str
    items: tuple[tuple[str, Box], ...]
    regions: tuple[str, ...] = ()
    image: int = 0
    source: Question | None = None


def written(text: str, ref: str, one: str, several: str) -> str:
    """A task's question or answer with its marks replaced."""
    return text.replace(ALL, several).replace(BOX, one).replace(REF, ref)


def kinds_of(settings: Settings) -> tuple[str, ...]:
    """The tasks that the exporter's own option names. BadInput for an unknown one."""
    kinds = tuple(k.strip() for k in str(settings.own.get("tasks", OWN["tasks"].default)).split(",") if k.strip())
    for kind in kinds:
        if kind not in KINDS:
            raise BadInput(f"--set tasks={kind}: {nearest(kind, KINDS)}")
    return kinds


def tasks(sample: Sample, settings: Settings, pixels: bool = False, plugins: tuple[str, ...] = ()) -> list[Task]:
    """The sample's tasks under these settings, the record's questions first.

    pixels: boxes are written in pixels of the picture.  Questions of the record that speak of pixels fit nothing else, and are
    left out otherwise.  plugins: folders of engines whose names for their regions are used.
    """
    kinds = kinds_of(settings)
    if not wants_sample(settings, sample.language, sample.split, sample.template, sample.engine):
        return []
    words = lexicon(sample.language, sample.engine, plugins)
    out = []
    if "record" in kinds:
        asked = (q for q in questions(sample, settings) if is_place(q.answer.type))
        out += [_recorded(sample, q, settings) for q in asked if pixels or not says_pixels(sample, q)]
    limit = int(settings.own.get("per_picture", OWN["per_picture"].default))
    if words is not None and limit > 0:
        posed = TaskMaker(sample, words, stream(sample.seed, "export", settings.seed, "grounding"))
        out += posed.drawn([k for k in kinds if k != "record"], limit)
    return out


def says_pixels(sample: Sample, question: Question) -> bool:
    """Whether a question asks for pixels in so many words, so that no other way of writing boxes answers it."""
    words = lexicon(sample.language, sample.engine)
    return words is not None and is_place(question.answer.type) and words.pixels.search(question.text) is not None


def _recorded(sample: Sample, question: Question, settings: Settings) -> Task:
    box = tuple(float(v) for v in question.answer.value)
    text = prompt(sample, question, settings)
    return Task(f"{sample.id}-{question.id}", "record", text, BOX, (("", box),), source=question)


def middle(region: Region) -> Box:
    x0, y0, x1, y1 = region.box
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - across * down)


def apart(regions: Sequence[Region]) -> bool:
    """Whether no two of the boxes share much: things that cover one another are not counted."""
    return all(overlap(a.box, b.box) < _COVERED for a, b in combinations(regions, 2))


def in_order(regions: Sequence[Region]) -> list[Region]:
    """From left to right, or from top to bottom where they stand one above the other; then the other way."""
    spread = [max(r.box[i] for r in regions) - min(r.box[i] for r in regions) for i in (0, 1)]
    first = 0 if spread[0] >= spread[1] else 1
    return sorted(regions, key=lambda r: (r.image, round(r.box[first] / _ROW), r.box[1 - first]))


class TaskMaker:
    """The tasks that a sample's regions allow, worded as they are drawn."""

    def __init__(self, sample: Sample, words: Lexicon, rng: Rng):
        self.sample, self.words, self.rng = sample, words, rng
        self.namer = Namer(sample, words)
        self.named: Named = name_all(self.namer)
        self.makers: dict[str, Callable[[Reference], Task | None]] = {
            "refer": self.refer,
            "describe": self.describe,
            "locate": self.locate,
            "read": self.read,
            "point": self.point,
        }

    def drawn(self, kinds: Sequence[str], limit: int) -> list[Task]:
        """Up to `limit` tasks, round by round over the kinds; within a kind over the nouns, no region twice."""
        rounds = {kind: self._round(kind) for kind in kinds}
        out: list[Task] = []
        while rounds and len(out) < limit:
            for kind in list(rounds):
                task = next((t for t in rounds[kind] if not (set(t.regions) & {r for o in out for r in o.regions})), None)
                if task is None:
                    del rounds[kind]
                elif len(out) < limit:
                    out.append(task)
        return [replace(task, id=f"{self.sample.id}-g{i}") for i, task in enumerate(out, 1)]

    def _round(self, kind: str) -> Iterator[Task]:
        if kind == "count":
            for noun in self._shuffled(sorted({self.namer.role(r).one for r in self.sample.regions})):
                yield from self.counts(noun)
            return
        by: dict[str, list[Reference]] = {}
        for reference in self.named.references:
            by.setdefault(self.namer.role(reference.region).one, []).append(reference)
        piles = [self._shuffled(by[noun]) for noun in self._shuffled(sorted(by))]
        while piles:
            for pile in piles:
                task = self.makers[kind](pile.pop())
                if task is not None:
                    yield task
            piles = [p for p in piles if p]

    def _shuffled(self, items: Sequence[T]) -> list[T]:
        return [items[i] for i in self.rng.permutation(len(items))]

    # --- one reference ------------------------------------------------------------------------------------------------
    def it(self, reference: Reference, objective: bool = False) -> str:
        return REF if reference.bare else self.words.the(REF, self.namer.role(reference.region), objective)

    def said_of(self, key: str, reference: Reference) -> str:
        """A wording with the reference in it: `it`, and `object` where it is the object of a verb."""
        return self.words.say(key, self.rng, it=self.it(reference), object=self.it(reference, True))

    def _task(self, kind: str, reference: Reference, question: str, answer: str, box: Box | None = None) -> Task:
        region = reference.region
        items = ((reference.label, box or region.box),)
        if reference.label.endswith("."):  # Larkspur & Co. ends its sentence
            question, answer = (text.replace(f"{REF}.", REF) for text in (question, answer))
        return Task("", kind, question, answer, items, (region.id,), region.image)

    def refer(self, reference: Reference) -> Task | None:
        if self.namer.role(reference.region).dot:
            return None
        return self._task("refer", reference, self.said_of("refer", reference), BOX)

    def describe(self, reference: Reference) -> Task | None:
        role, region = self.namer.role(reference.region), reference.region
        if role.dot or role.vague or self.namer.printed(region):  # what a text says is `read`
            return None
        if any(overlap(region.box, r.box) > _SAME for r in self.sample.regions if r.id != region.id):
            return None
        answer = self.said_of("described", reference)
        return self._task("describe", reference, self.words.say("describe", self.rng, box=BOX), answer)

    def locate(self, reference: Reference) -> Task | None:
        """Only a text that stands nowhere else, not even within another."""
        text = " ".join(reference.region.text.split())
        if not self.namer.printed(reference.region) or self.namer.saying(text) != [reference.region] or len(text) < 2:
            return None
        task = self._task("locate", reference, self.words.say("locate", self.rng, text=text), BOX)
        return replace(task, items=((text, task.items[0][1]),))

    def read(self, reference: Reference) -> Task | None:
        if not self.namer.printed(reference.region):
            return None
        text = " ".join(reference.region.text.split())
        return self._task("read", reference, self.words.say("read", self.rng, box=BOX), text)

    def point(self, reference: Reference) -> Task | None:
        role = self.namer.role(reference.region)
        if not (role.point or role.dot or self.namer.printed(reference.region)):
            return None  # its middle may lie beside it
        question = self.said_of("point", reference)
        return self._task("point", reference, question, BOX, middle(reference.region))

    # --- a kind of thing ----------------------------------------------------------------------------------------------
    def counts(self, noun: str) -> Iterator[Task]:
        """All of a kind, or all of one owner's (the cells for Arlo), where each of them is seen."""
        alike = self.namer.alike(noun)
        role = self.namer.role(alike[0])
        if not role.count:
            return
        names = sorted({a for r in alike for f in self.namer.facts[r.id] for a in f.args})
        owned = {n: self.namer.by_names(noun, (n,)) for n in names if self.namer.readable(n, alike)}
        for owner, regions in [("", alike), *((o, owned[o]) for o in self._shuffled(sorted(owned)))]:
            if not _FEW <= len(regions) <= _MANY or not all(map(fit, regions)) or (owner and len(regions) == len(alike)):
                continue
            if apart(regions) or not (role.point or role.dot):  # boxes of slices may cross where slices do not
                of = self.words.call("of", owner=self.words.name(owner)) if owner else ""
                question = self.words.say("count", self.rng, many=role.many, of=of)
                answer = self.words.say("counted", self.rng, n=len(regions), boxes=ALL)
                told = in_order(regions)
                items = tuple((self._label(r, role.one), r.box) for r in told)
                yield Task("", "count", question, answer, items, tuple(r.id for r in told), told[0].image)

    def _label(self, region: Region, noun: str) -> str:
        return next((r.label for r in self.named.references if r.region.id == region.id), noun)
