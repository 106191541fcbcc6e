"""What every exporter gets from the machinery: the same bytes however it ran, nothing lost, and one line for bad input."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofpress.errors import BadInput
from proofpress.export import run
from proofpress.export.exporter import Exporter, Settings, settings_for
from proofpress.export.run import export_set
from proofpress.model import Sample
from proofpress.registry import Registry
from proofpress.store import SampleSet

from ..e2e.command import CLOCK, ROOT

NAMES = Registry.load().exporters()
PLUGINS = (str(CLOCK),)


def bytes_of(folder: Path) -> dict[str, str]:
    files = (f for f in sorted(folder.rglob("*")) if f.is_file())
    return {f.relative_to(folder).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files}


@pytest.fixture(scope="session")
def exports(small_set: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small set in every format, each made in one go by one process."""
    root = tmp_path_factory.mktemp("formats")
    for name in NAMES:
        export_set(small_set, name, root / name, plugins=PLUGINS, quiet=True)
    return {name: root / name for name in NAMES}


def test_the_set_has_several_shards(small_set: Path) -> None:
    assert len(SampleSet(small_set).paths) >= 4, "too few for a test of resuming and of workers"


@pytest.mark.parametrize("name", NAMES)
def test_an_export_tells_what_it_holds(name: str, exports: dict[str, Path]) -> None:
    folder = exports[name]
    about = json.loads((folder / "export.json").read_text("utf-8"))
    found = bytes_of(folder)
    assert about["rows"]["train"] > 0 and about["made_from"]["exporter"] == name
    assert {f["name"]: f["sha256"] for f in about["files"]} == {
        n: h for n, h in found.items() if not n.startswith("images/") and n != "export.json"
    }
    assert not (folder / ".parts").exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_row_and_every_picture_arrives(name: str, exports: dict[str, Path], samples: list[Sample]) -> None:
    exporter: Exporter = Registry.load(PLUGINS).exporter(name)
    exporter.plugins = PLUGINS
    settings = settings_for(exporter)
    rows = {s.id: sum(1 for _ in exporter.rows(s, [f"images/{i.path}" for i in s.images], settings)) for s in samples}
    about = json.loads((exports[name] / "export.json").read_text("utf-8"))
    assert about["rows"] == {"train": sum(rows.values())}
    told = [s for s in samples if rows[s.id]]
    assert about["pictures"] == sum(len(s.images) for s in told) > 0
    if exporter.pictures_for(settings) == "files":
        held = {f.name: f.read_bytes() for f in (exports[name] / "images").rglob("*.png")}
        assert held == {i.path: i.bytes for s in told for i in s.images}, "the pictures are the set's, byte for byte"


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_two_workers_write_the_same_bytes(name: str, small_set: Path, exports: dict[str, Path], tmp_path: Path) -> None:
    export_set(small_set, name, tmp_path / "out", workers=2, plugins=PLUGINS, quiet=True)
    assert bytes_of(tmp_path / "out") == bytes_of(exports[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_broke_goes_on(
    name: str, small_set: Path, exports: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, made = run._written, []

    def broken(held: Any, exporter: Any, out: Path, settings: Any, shard: int, *more: Any) -> Any:
        if shard == 2:  # a part without its report, a picture cut off
            (out / ".parts" / "00002.train").write_bytes(b"half a r")
            (out / "images" / "00002").mkdir(parents=True, exist_ok=True)
            (out / "images" / "00002" / "left.png").write_bytes(b"half")
            raise KeyboardInterrupt
        made.append(shard)
        return written(held, exporter, out, settings, shard, *more)

    monkeypatch.setattr(run, "_written", broken)
    with pytest.raises(KeyboardInterrupt):
        export_set(small_set, name, tmp_path / "out", plugins=PLUGINS, quiet=True)
    monkeypatch.undo()
    assert made == [0, 1] and not (tmp_path / "out" / "export.json").exists()
    again = export_set(small_set, name, tmp_path / "out", plugins=PLUGINS, quiet=True)
    sizes = SampleSet(small_set).sizes()
    assert again.made == sum(sizes[2:]), "what was whole is kept"
    assert bytes_of(tmp_path / "out") == bytes_of(exports[name])
    assert export_set(small_set, name, tmp_path / "out", plugins=PLUGINS, quiet=True).made == 0


@pytest.mark.slow
@pytest.mark.parametrize("moment", [".parts/00001.json", "train.json"])
def test_a_kill_at_any_moment_is_made_good(moment: str, small_set: Path, exports: dict[str, Path], tmp_path: Path) -> None:
    """kill -9 in mid-run, and in mid-join."""
    out = tmp_path / "out"
    argv = ["proofpress", "export", str(small_set), "--to", "llava", "-o", str(out), "-w", "1"]
    code = f"import sys; sys.argv = {argv!r}; from proofpress.cli import main; main()"
    line = [sys.executable, "-c", code]
    process = subprocess.Popen(line, cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while process.poll() is None and not (out / moment).exists() and time.monotonic() < until:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert bytes_of(out) == bytes_of(exports["llava"])


def test_what_is_lost_is_made_again(small_set: Path, exports: dict[str, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_set(small_set, "llava", out, quiet=True)
    next((out / "images").rglob("*.png")).unlink()
    assert export_set(small_set, "llava", out, quiet=True).made == 60
    assert bytes_of(out) == bytes_of(exports["llava"])
    (out / "train.json").write_text("[]")
    export_set(small_set, "llava", out, quiet=True)
    assert bytes_of(out) == bytes_of(exports["llava"])


@pytest.mark.slow
def test_memory_does_not_grow_with_the_set(tmp_path: Path, samples: list[Sample]) -> None:
    """Four times the samples through one exporter of each writer: the peak grows by less than a tenth of the bytes."""
    from proofpress.store import SetHeader, close_set, open_set, write_shard

    def peak(times: int) -> tuple[int, int]:
        root = tmp_path / f"set{times}"
        header = SetHeader({"domains": {"geometry": 1}}, {}, f"mark{times}")
        open_set(root, header)
        shards = [write_shard(root, i, header.fingerprint, _renamed(samples[:32], i), []) for i in range(times)]
        close_set(root, header, shards)
        code = (
            "import sys, resource; from pathlib import Path; from proofpress.export.run import export_set\n"
            f"for n in ('llava', 'hf', 'webdataset'): export_set(Path({str(root)!r}), n, Path({str(root)!r} + n), quiet=True)\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        return int(done.stdout) * 1024, sum(s.bytes for s in shards)

    small, small_bytes = peak(4)
    large, large_bytes = peak(32)
    assert large - small < max(0.5 * (large_bytes - small_bytes), 24 << 20), (small, large, small_bytes, large_bytes)


def _renamed(samples: list[Sample], shard: int) -> list[Sample]:
    from dataclasses import replace

    return [
        replace(s, id=f"{s.id}{shard:04d}", images=tuple(replace(i, path=f"{s.id}{shard:04d}.png") for i in s.images))
        for s in samples
    ]


# --- bad input -------------------------------------------------------------------------------------------------------
def test_another_export_is_not_overwritten(small_set: Path, tmp_path: Path) -> None:
    export_set(small_set, "llava", tmp_path / "out", quiet=True)
    before = bytes_of(tmp_path / "out")
    with pytest.raises(BadInput, match=r"holds another export \(exporter is \"llava\", not \"sharegpt\"\)"):
        export_set(small_set, "sharegpt", tmp_path / "out", quiet=True)
    with pytest.raises(BadInput, match=r"holds another export \(reasoning is \"plain\", not \"none\"\)"):
        export_set(small_set, "llava", tmp_path / "out", Settings(reasoning="none"), quiet=True)
    assert bytes_of(tmp_path / "out") == before


def test_foreign_files_are_not_touched(small_set: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="is not empty and holds no export"):
        export_set(small_set, "llava", tmp_path, quiet=True)
    assert [f.name for f in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(BadInput, match="is a file"):
        export_set(small_set, "llava", tmp_path / "thesis.txt", quiet=True)


def test_no_detour_leads_into_a_set(small_set: Path, tmp_path: Path) -> None:
    """A folder that is not there yet, on the way to one that is."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(BadInput, match="is not empty and holds no export"):
        export_set(small_set, "llava", tmp_path / "new" / ".." / "mine", quiet=True)
    assert [f.name for f in (tmp_path / "mine").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize(
    "given,says",
    [
        ({"splits": ("trian",)}, "--split trian"),
        ({"languages": ("zz",), "forms": ("open",)}, "--form open, --lang zz"),
        ({"templates": ("charts/nope",)}, "--template charts/nope"),
        ({"difficulty": (5, 5), "depth": (90, 99)}, "--difficulty 5-5, --depth 90-99"),
    ],
)
def test_an_export_of_nothing_is_no_export(given: dict[str, Any], says: str, small_set: Path, tmp_path: Path) -> None:
    for name in ("llava", "coco") if "depth" not in given else ("llava",):
        with pytest.raises(BadInput) as error:
            export_set(small_set, name, tmp_path / "out", Settings(**given), quiet=True)
        assert f"nothing in the set fits {says};" in str(error.value) and "\n" not in str(error.value)
        assert not (tmp_path / "out").exists(), "another try finds no other export there"


def test_a_folder_that_cannot_be_written_is_named(small_set: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        export_set(small_set, "llava", Path("/proc/out"), quiet=True)


@pytest.mark.skipif(os.geteuid() != 0 or not Path("/bin/mount").exists(), reason="a small disk needs mount")
@pytest.mark.parametrize("name", ["llava", "hf", "webdataset"])
def test_a_full_disk_leaves_an_export_that_goes_on(
    name: str, small_set: Path, exports: dict[str, Path], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no mount here")
    try:
        with pytest.raises(BadInput, match=r"No space left on device.*make room and give the same command again") as error:
            export_set(small_set, name, disk / "out", quiet=True)
        assert "\n" not in str(error.value)
        subprocess.run(["mount", "-o", "remount,size=100m", disk], check=True)
        export_set(small_set, name, disk / "out", quiet=True)
        assert bytes_of(disk / "out") == bytes_of(exports[name])
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize(
    "given,says",
    [
        ({"reasoning": "deep"}, "--reasoning 'deep': there are: none, plain, think"),
        ({"kinds": ("eech",)}, "--kind 'eech': did you mean 'each'?"),
        ({"kinds": ()}, "--kind: at least one of"),
        ({"forms": ("opne",)}, "--form 'opne': did you mean 'open'?"),
        ({"answer": "bold"}, "--answer 'bold'"),
        ({"dialect": "qwen9"}, "--dialect 'qwen9'"),
        ({"text_loads": ("heavy",)}, "--text-load 'heavy'"),
        ({"difficulty": (4, 2)}, "--difficulty 4-2"),
        ({"candidates": -1}, "--candidates -1"),
        ({"difficulty": (6, 9)}, "--difficulty 6-9: levels are 1 to 5"),
        ({"own": {"shard_mb": "0"}}, "--set shard_mb=0: at least 0.001"),
        ({"colour": 1}, "export option 'colour'"),
        ({"own": {"shard": "1"}}, "--set shard: webdataset has no such option"),
        ({"own": {"shard_mb": "big"}}, "--set shard_mb=big: not a number like 256.0"),
        ({"own": {"rows": "all"}}, "--set rows=all"),
    ],
)
def test_unknown_settings_are_named(given: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput) as error:
        settings_for(Registry.load().exporter("webdataset"), given)
    assert says in str(error.value) and "\n" not in str(error.value)


def test_an_unfinished_or_missing_set_is_refused(small_set: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="holds no set"):
        export_set(tmp_path, "llava", tmp_path / "out", quiet=True)
    with pytest.raises(BadInput, match=r"no exporter 'lava': did you mean 'llava'\?"):
        export_set(small_set, "lava", tmp_path / "out", quiet=True)


# --- plug-ins --------------------------------------------------------------------------------------------------------
PLUGIN = """
from proofpress.export.exporter import Exporter

class Count(Exporter):
    name, summary, writer = "{name}", "how many questions", "jsonl"

    def rows(self, sample, paths, settings):
        yield {{"id": sample.id, "questions": {counted}}}

exporter = Count()
"""


@pytest.fixture
def plugin(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "plugin"
    folder.mkdir()
    (folder / "exporter.py").write_text(PLUGIN.format(name="count", counted="len(sample.questions)"))
    yield folder


def test_a_strangers_exporter_works(plugin: Path, small_set: Path, samples: list[Sample], tmp_path: Path) -> None:
    made = export_set(small_set, "count", tmp_path / "out", workers=2, plugins=(str(plugin),), quiet=True)
    assert made.rows == {"train": 60} and made.files == ("train.jsonl",)
    rows = [json.loads(line) for line in (tmp_path / "out" / "train.jsonl").read_text("utf-8").splitlines()]
    assert rows == [{"id": s.id, "questions": len(s.questions)} for s in samples]


def test_a_name_clash_and_a_broken_plugin_are_named(plugin: Path, small_set: Path, tmp_path: Path) -> None:
    (plugin / "exporter.py").write_text(PLUGIN.format(name="llava", counted="0"))
    with pytest.raises(BadInput, match=r"two exporters are called 'llava': from proofpress .* and from .*plugin; rename one"):
        Registry([plugin])
    other = tmp_path / "other"
    other.mkdir()
    (other / "exporter.py").write_text("exporter = 3\n")
    with pytest.raises(BadInput, match="`exporter` must be an Exporter"):
        Registry([other])
    third = tmp_path / "third"
    third.mkdir()
    (third / "exporter.py").write_text(PLUGIN.format(name="third", counted="1 / 0"))
    with pytest.raises(BadInput, match=r"exporter 'third' fails on sample .*division by zero"):
        export_set(small_set, "third", tmp_path / "out", plugins=(str(third),), quiet=True)
