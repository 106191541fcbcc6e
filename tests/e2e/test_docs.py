"""Every command in the documentation runs: the ```sh blocks of README.md and docs/, in order, page by page.

A block opened as ```sh no-run is shown only (another machine, a cluster, an installation).  Each page starts in a folder that
looks like the source tree and holds the set sets/smoke.  To run all pages takes minutes: `make nightly` does it.  The suite
runs one page, and gives every `proofpress` line of all pages, those that are shown only as well, to the command's own parser.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from proofpress.errors import BadInput

from ..shared import made_once
from .command import ROOT
from .pages import calls, commands, parsed

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
FAST = "view"  # the page that the suite runs; `make nightly` runs the others
_LINK = re.compile(r"""\]\(([^)#:\s]+)(?:#[^)]*)?\)|<img src="([^":]+)\"""")  # to files of the project, not to the web


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # -x names the command that failed; no terminal, no browser, nobody to answer a question
    return subprocess.run(
        ["bash", "-euxo", "pipefail", "-c", script],
        check=False,
        cwd=folder,
        env=os.environ | {"PATH": path, "BROWSER": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.fixture(scope="session")
def smoke(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(folder: Path) -> None:
        done = run(f"proofpress make recipes/smoke.yaml -o {folder}", ROOT)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "smoke", make)


@pytest.fixture
def desk(tmp_path: Path, smoke: Path) -> Path:
    """A folder that looks like the source tree, where pages may write."""
    for name in ("engines", "fonts", "generate.py", "proofpress", "samples", "templates", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "recipes", tmp_path / "recipes")
    shutil.copytree(smoke, tmp_path / "sets" / "smoke")
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_command_of_the_page_is_one(page: Path) -> None:
    for words in calls(page.read_text("utf-8")):
        parsed([word.replace("s3://", "memory://") for word in words])  # s3fs is not in this environment


def test_a_page_that_is_out_of_date_is_seen() -> None:
    text = "```sh\nproofpress check sets/a | tail -1   # all\n! proofpress new engine dice\n```\n"
    text += "```sh no-run\nproofpress view a \\\n -n 5\n```"
    assert list(calls(text)) == [["check", "sets/a"], ["new", "engine", "dice"], ["view", "a", "-n", "5"]]
    assert parsed(["export", "a", "--to", "trl", "-o", "b", "--set", "task=dpo"])["own"] == ["task=dpo"]
    for words in ("chekc sets/a", "check sets/a --quick", "new motor dice", "view"):
        with pytest.raises(Exception, match=r"No such|Missing"):
            parsed(words.split())
    for words in ("export a --to lava -o b", "export a --to trl -o b --set tsak=dpo"):
        with pytest.raises(BadInput, match=r"lava|tsak"):
            parsed(words.split())


@pytest.mark.parametrize("page", [pytest.param(p, id=p.stem, marks=[pytest.mark.slow] * (p.stem != FAST)) for p in PAGES])
def test_every_command_of_the_page_runs(page: Path, desk: Path) -> None:
    for block in commands(page.read_text("utf-8")):
        done = run(block, desk)
        assert done.returncode == 0, f"{page.name}: exit {done.returncode}\n{block}\n{done.stderr[-2000:]}"


def test_a_program_that_fails_is_seen(desk: Path) -> None:
    (block,) = commands("```python\nraise SystemExit(3)\n```\n```python run\nraise SystemExit(4)\n```\n")
    assert run(block, desk).returncode == 4


def test_a_command_that_fails_is_seen(desk: Path) -> None:
    assert run("proofpress check sets/smoke | tail -1\nproofpress check sets/none | tail -1\n", desk).returncode == 2


def unknown_imports(text: str) -> list[str]:
    """What the Python in a page's text takes from the package and is not there."""
    taken = re.findall(r"^from (proofpress(?:\.\w+)*) import ([\w, ]+)", text, re.MULTILINE)
    named = [(module, name.split()[0]) for module, names in taken for name in names.split(",")]
    return [f"{module}.{name}" for module, name in named if not hasattr(import_module(module), name)]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_what_the_page_imports_is_there(page: Path) -> None:
    assert unknown_imports(page.read_text("utf-8")) == []


def test_a_name_that_is_gone_is_seen() -> None:
    text = "from proofpress.model import Fact, Fcat as f   # so\nfrom proofpress.store import SampleSet\n"
    assert unknown_imports(text) == ["proofpress.model.Fcat"]


def dead_links(page: Path) -> list[str]:
    """Links and pictures of a page that lead to no file of the project."""
    found = (a or b for a, b in _LINK.findall(page.read_text("utf-8")))
    return [link for link in found if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_link_of_the_page_leads_somewhere(page: Path) -> None:
    assert dead_links(page) == []


def test_a_dead_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text('[a](gone.md), [b](https://example.org), ![c](page.md#top), <img src="no.png" alt="">')
    assert dead_links(page) == ["gone.md", "no.png"]
