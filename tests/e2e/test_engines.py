"""`engines`: what is installed, and what its operators are."""

from __future__ import annotations

import json
from pathlib import Path

from proofpress.reason.described import says
from proofpress.registry import Registry

from .command import CLOCK, Command

OPERATOR = """
from proofpress.reason.operators import Operator
from proofpress.engine import Engine


def halved(x):
    '''Half of the number.'''
    return x.value / 2


class Dial(Engine):
    name = "dial"
    version = "1"
    operators = (Operator("halved", halved, source="arithmetic", skill="half"),)


engine = Dial()
"""


def test_every_operator_of_the_house_says_what_it_gives() -> None:
    registry = Registry.load(())
    silent = [f"{e}: {name}" for e in registry.engines() for name, op in registry.operators(e).items() if not says(op)]
    assert silent == []


def test_operators_are_listed_with_their_signatures(proofpress: Command) -> None:
    done = proofpress("engines", "geometry", "--operators")
    assert done.code == 0
    assert (
        "\narg_max(number*) -> label\n    The name of the largest.\n    skill maximum; margin exact; of a whole group"
        in done.out
    )
    assert "Euclid I.15" in done.out
    assert "charts" not in done.out.splitlines()[0]


def test_operators_for_machines(proofpress: Command) -> None:
    done = proofpress("engines", "charts", "--operators", "--json")
    (engine,) = json.loads(done.out)["engines"]
    operators = {op["name"]: op for op in engine["operators"]}
    assert set(operators) == set(Registry.load(()).operators("charts"))
    assert operators["arg_max"]["whole"]
    assert not operators["cumulative_sum"]["whole"]
    assert operators["agrees"]["formal"]
    assert operators["sum"]["unit"] == "of the first input"
    assert operators["colour_of"]["defined"] == "proofpress.engines.charts.ask.operators"


def test_operators_of_a_plug_in(proofpress: Command, tmp_path: Path) -> None:
    (tmp_path / "engine.py").write_text(OPERATOR)
    done = proofpress("engines", "dial", "--operators", "--plugin", tmp_path)
    assert (
        "halved(number) -> number\n    Half of the number.\n    skill half; source: arithmetic; unit of the first input"
        in done.out
    )


def test_one_engine_only(proofpress: Command) -> None:
    assert [e["name"] for e in json.loads(proofpress("engines", "charts", "--json").out)["engines"]] == ["charts"]
    done = proofpress("engines", "--json", "--plugin", CLOCK)
    assert [e["name"] for e in json.loads(done.out)["engines"]] == ["charts", "clock", "geometry"]


def test_an_unknown_engine_is_one_line(proofpress: Command) -> None:
    for more in ((), ("--operators",)):
        done = proofpress("engines", "chart", *more)
        assert (done.code, done.out) == (2, "")
        assert done.err == "proofpress: no engine 'chart': did you mean 'charts'? (there are: charts, geometry)\n"


def test_what_a_recipe_may_ask_is_told_of_one_engine(proofpress: Command) -> None:
    assert "geometry, looks: textbook" in proofpress("engines", "geometry").out
    assert "charts, packs: climate" in proofpress("engines", "charts").out
    assert "packs" not in proofpress("engines").out
