"""Fixtures and the report of the consumers' tests.  They run in environments of their own, by `make consumers` alone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pytest

from .compare import Counts
from .truth import Truth

WORK = os.environ.get("PROOFPRESS_CONSUMERS", "")  # set, exports and report; set by __main__.py
collect_ignore_glob = [] if WORK else ["test_*.py"]

if WORK:
    from .cpu_build import settle

    settle()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "consumer(package, export): a line of the table; the test returns nothing and fills `line`"
    )


@pytest.fixture(scope="session")
def work() -> Path:
    return Path(WORK)


@pytest.fixture(scope="session")
def truth(work: Path) -> Truth:
    return Truth.of(work / "set")


@pytest.fixture
def exported(request: pytest.FixtureRequest, work: Path) -> Path:
    """The export that the test's marker names."""
    folder = work / "exports" / _marker(request.node)[1]
    assert folder.is_dir(), f"the export {folder.name} was not made"
    return folder


@pytest.fixture(scope="session")
def tiny(work: Path, truth: Truth) -> Path:
    """A tiny random model whose tokens are of the set's own words."""
    from ..tiny_vlm import build

    folder = work / "tiny" / sys.prefix.rsplit("/", 1)[-1]
    build(folder, [text for _, q in truth.asked() for text in (q["text"], *(s["text"] for s in q["steps"]))])
    return folder


class Line:
    """A line of the table, filled by its test."""

    def __init__(self) -> None:
        self.counts = Counts(0, 0)

    def __call__(self, counts: Counts) -> None:
        self.counts = counts


@pytest.fixture
def line() -> Line:
    return Line()


def _marker(item: Any) -> tuple[str, str, str]:
    """Package, export, and what the table says when the test passes."""
    marker = item.get_closest_marker("consumer")
    package, export, *passed = marker.args if marker else ("", "")
    return package, export, passed[0] if passed else "equal"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    outcome = yield
    report = outcome.get_result()
    package, export, passed = _marker(item)
    if not package or not (report.when == "call" or (report.when == "setup" and report.failed)):
        return
    line = getattr(item, "funcargs", {}).get("line") or Line()
    try:
        installed = version(package)
    except PackageNotFoundError:
        installed = "?"
    verdict = passed if report.passed else "FAILED: " + str(call.excinfo.value if call.excinfo else "").split("\n")[0][:160]
    told = {
        "consumer": package,
        "version": installed,
        "export": export,
        "rows": line.counts.rows,
        "pictures": line.counts.pictures,
        "boxes": line.counts.boxes,
        "verdict": verdict,
        "passed": report.passed,
    }
    with (Path(WORK) / "report.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(told, ensure_ascii=False) + "\n")
