"""The contract between the spine and an engine: what an engine is asked for, and in what order.

plan -> facts -> style -> draw -> (the spine degrades and measures) -> propose -> (the spine poses) -> describe
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .ask.constraints import Constraints
from .errors import BadInput, Refused
from .model import Fact, Sample
from .reason.compose import Speak
from .reason.operators import Operator, Term
from .reason.proof import Candidate, Rejected
from .reason.scope import engine_of, split
from .seeds import Rng

if TYPE_CHECKING:
    from .draw.picture import Picture

__all__ = [
    "BadInput",
    "Constraints",
    "DataFile",
    "Engine",
    "Refused",
    "Rejected",
    "Request",
    "Spec",
    "Statement",
    "Template",
    "Verdict",
]

Spec = dict[str, Any]  # plain JSON-able data


@dataclass(frozen=True, slots=True)
class Template:
    """One data file: what to draw. `data` is the file's YAML; `path` is where it came from."""

    engine: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    path: Path | None = None

    @property
    def id(self) -> str:
        return f"{self.engine}/{self.name}"

    @property
    def languages(self) -> tuple[str, ...]:
        """The only languages that it can be drawn in (the key `languages`); () for all that the engine speaks."""
        named = self.data.get("languages", ())
        return (named,) if isinstance(named, str) else tuple(named)

    def speaks(self, language: str) -> bool:
        return not self.languages or language in self.languages


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table of the user's. roles: (role, column or text) in the order given; what a role means is the engine's to say."""

    path: str
    roles: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked of one sample. difficulty is 1..5; data holds the user's own tables (loaded by the engine).

    options: one value for each of the engine's options that the user speaks of.  constraints: what is wanted of the questions.
    """

    difficulty: int = 2
    language: str = "en"
    text_load: str | None = None  # None: varied
    data: tuple[DataFile, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    constraints: Constraints = field(default_factory=Constraints)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing a caption may say: the wording `key`, its slots, and the facts it rests on; level 1 is the briefest."""

    level: int
    key: str
    slots: Mapping[str, Any]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a second road found for one asked quantity: every value it could take, and whether there is just one.

    covered is False where the road cannot speak about this question.  note says why in a few words.
    """

    covered: bool
    values: tuple[Any, ...] = ()
    unique: bool = False
    note: str = ""


def placed(spec: Spec) -> tuple[str, ...]:
    """The instances of other engines' pictures that a Spec places."""
    return tuple(spec.get("parts", ()))


class Engine:
    """What can be drawn.  Subclass it, set `name`, `version` and `operators`, and implement plan, facts, draw, propose.

    With `parts`, aliases, speaker, forced, needless and solve answer for the placed pictures: an engine that overrides one of
    them calls super() for what is not its own.
    """

    name: str = ""
    version: str = "1"
    operators: Sequence[Operator] = ()
    questions: tuple[int, int] = (1, 6)  # how many a sample must have, and how many are posed at most
    landmarks: Sequence[str] = ()  # roles of the marks whose places `read` is given: what a scale is read by
    parts: Sequence[str] = ()  # engines whose pictures it may place inside its own
    find_part: Callable[[str], Any] | None = None  # gives a part.Part; set by the registry

    def part(self, instance: str) -> Any:
        """A part.Part: another engine's plan, facts, draw and propose, for a picture placed inside this engine's own.

        instance: the name of one of `parts`, or "NAME-2", "NAME-3", … for further pictures of it.
        """
        if engine_of(instance) not in self.parts or self.find_part is None:
            raise BadInput(f"engine {self.name!r} places no pictures of {instance!r}: name it in `parts`")
        return self.find_part(instance)

    def options(self, template: Template) -> Mapping[str, Sequence[str]]:
        """What a user may ask of this template besides the common things: option -> the values that it can do.

        A value comes back in `Request.options`; where none is asked for, the engine chooses.
        """
        return {}

    def roles(self, data: DataFile) -> None:
        """BadInput (one line) where this table, or a role that its columns are given, will not do."""

    def plan(self, template: Template, request: Request, rng: Rng) -> Spec:
        """Choose what to draw. Raises Refused when this attempt leads nowhere."""
        raise NotImplementedError

    def facts(self, spec: Spec) -> list[Fact]:
        """Everything true of the spec that may be shown, asked or withheld; pure."""
        raise NotImplementedError

    def style(self, spec: Spec, request: Request, rng: Rng) -> dict[str, Any]:
        """How it looks; logged in the record."""
        return {}

    def draw(self, spec: Spec, style: Mapping[str, Any], rng: Rng) -> Picture | Sequence[Picture]:
        """Pixels, regions, and for each fact where it is and what a reader needs to see for it (`Picture.shows`).

        Several pictures (pages, panels to compare) make one sample; ids of regions are unique over all of them.
        """
        raise NotImplementedError

    def propose(
        self, spec: Spec, facts: Sequence[Fact], pictures: Sequence[Picture], request: Request, rng: Rng
    ) -> Iterable[Candidate | Rejected]:
        """Proved conclusions worth asking, best first; facts are bound to regions and carry reading margins.

        What is given up on the way may be told as Rejected, so that the ledger knows of it.
        """
        raise NotImplementedError

    def aliases(self, spec: Spec, term: Term, text: str) -> Sequence[str]:
        """Other right ways to write `text`: the answer that `term` establishes, or an item of it; each stands by itself."""
        instance, _ = split(term.id)
        return self.part(instance).aliases(spec, term, text) if instance else ()

    def speaker(self, spec: Spec, facts: Sequence[Fact]) -> Speak:
        """The words that `propose` adds to the wordings of computed steps, so that a chain is told again from the record."""
        spoken = {i: self.part(i).speaker(spec, facts) for i in placed(spec)}

        def speak(op: Operator, inputs: Sequence[Term], out: Term) -> Mapping[str, Any]:
            instance, _ = split(out.id)
            return spoken[instance](op, inputs, out) if instance in spoken else {}

        return speak

    def describe(self, spec: Spec, facts: Sequence[Fact]) -> Sequence[Statement]:
        """What captions may say, in reading order."""
        return ()

    def forced(self, spec: Spec, premises: Sequence[Fact], asked: Fact) -> bool | None:
        """Do the premises force the asked quantity?  None where the engine's premises are independent data."""
        instance, _ = split(asked.predicate)
        return self.part(instance).forced(spec, premises, asked) if instance else None

    def follows(self, spec: Spec, premises: Sequence[Fact], asked: Fact) -> bool | None:
        """A quicker `forced` for what was proved already: it may also hold where the quantity merely stands still."""
        return self.forced(spec, premises, asked)

    def needless(self, spec: Spec, givens: Sequence[Fact], asked: Fact) -> Sequence[Fact]:
        """The givens that could be left out one at a time: the others still force the asked quantity.

        A question with one is not asked.  An engine whose pictures show some things of themselves (which points are on which
        line) overrides this to leave them in view.
        """
        instance, _ = split(asked.predicate)
        if instance:
            return self.part(instance).needless(spec, givens, asked)
        return [f for f in givens if self.forced(spec, [g for g in givens if g is not f], asked)]

    def read(self, picture: Picture, calibration: Mapping[str, Any]) -> list[Fact]:
        """The second road from pixels: facts re-measured from the picture alone, never from the Spec."""
        return []

    def solve(self, sample: Sample, question: int, rng: Rng) -> Verdict:
        """The second road from premises: solve for the asked quantity from what is shown and stated only."""
        instance = next((i for s in sample.questions[question].steps if (i := split(s.output)[0])), "")
        return self.part(instance).solve(sample, question, rng) if instance else Verdict(False)
