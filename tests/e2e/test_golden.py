"""The committed samples come out again, and a changed one would be noticed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from proofpress.draw.encode import decode, encode
from proofpress.golden import compare, read
from proofpress.registry import Registry

from .command import ROOT

SAMPLES = ROOT / "samples"


def test_the_committed_samples_come_out_again() -> None:
    assert not list(compare(SAMPLES, Registry.load()))


def test_every_template_is_there_twice_and_the_set_is_small() -> None:
    names = set(read(SAMPLES)["samples"])
    registry = Registry.load()
    wanted = {f"{e}/{t}-{n}" for e in registry.engines() for t in registry.templates(e) for n in (1, 2)}
    assert names == wanted
    assert sum(f.stat().st_size for f in SAMPLES.rglob("*") if f.is_file()) < 8_000_000


def test_a_changed_sample_is_noticed(tmp_path: Path) -> None:
    """Plant another digest and drop an engine's sample from the list."""
    folder = tmp_path / "samples"
    shutil.copytree(SAMPLES, folder)
    golden = json.loads((folder / "golden.json").read_text())
    first, second, third, *_ = golden["samples"]
    golden["samples"][third]["pixels"] = "0" * 64
    picture = decode((folder / f"{third}.png").read_bytes())
    (folder / f"{third}.png").write_bytes(encode(255 - picture, "png"))
    golden["samples"][first]["record"] = "0" * 64
    del golden["samples"][second]
    *_, last = golden["samples"]  # a template that is new has no file at all
    (folder / f"{last.rsplit('-', 1)[0]}.json").unlink()
    del golden["samples"][last]
    (folder / "golden.json").write_text(json.dumps(golden))
    found = "\n".join(compare(folder, Registry.load()))
    assert f"{last}: not among the committed samples" in found
    assert f"{first}: the record changed" in found
    assert f"{third}: the picture changed" in found
    assert f"{second}: not among the committed samples" in found
