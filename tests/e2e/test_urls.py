"""A set at a URL: the same bytes, resumed, read again; what cannot be reached is one line.  S3 over real HTTP on loopback."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.errors import BadInput
from proofpress.recipe import Recipe
from proofpress.run.checking import check_set
from proofpress.run.local import make_set
from proofpress.store import SampleSet, location

from .command import CLOCK, ROOT, Command, bytes_of
from .sets import S3, digests, make, one_line, run, start, until

CLOCKS = Recipe(domains={"clock": 1.0}, plugins=(str(CLOCK),), samples=20, seed=3, shard_size=4)


# --- in memory -------------------------------------------------------------------------------------------------------
@pytest.fixture
def memory() -> Iterator[str]:
    from fsspec.implementations.memory import MemoryFileSystem

    MemoryFileSystem.store.clear()
    yield "memory://sets/clocks"
    MemoryFileSystem.store.clear()


def in_memory() -> dict[str, str]:
    from fsspec.implementations.memory import MemoryFileSystem

    found = MemoryFileSystem.store.items()
    return digests({k.removeprefix("/sets/clocks/"): v.getvalue() for k, v in found})


def test_a_set_in_memory_is_the_set_on_disk(memory: str, tmp_path: Path) -> None:
    made = make_set(CLOCKS, location(memory), workers=2, quiet=True)
    make_set(CLOCKS, tmp_path / "set", quiet=True)
    assert in_memory() == bytes_of(tmp_path / "set")
    assert (made.samples, made.made) == (20, 20)
    held = SampleSet(memory)
    assert [s.id for s in held] == [s.id for s in SampleSet(tmp_path / "set")]
    assert held.ledger("drops.jsonl") == SampleSet(tmp_path / "set").ledger("drops.jsonl")
    assert check_set(location(memory), plugins=(str(CLOCK),), quiet=True).wrong == 0


def test_what_is_broken_in_memory_is_made_again(memory: str) -> None:
    make_set(CLOCKS, location(memory), quiet=True)
    sound = in_memory()
    shards = location(memory) / "shards"
    data = (shards / "00001.parquet").read_bytes()
    (shards / "00001.parquet").write_bytes(data[:-200] + bytes([data[-200] ^ 1]) + data[-199:])
    (shards / "00002.parquet").write_bytes(data[:999])
    (shards / "00003.parquet").unlink()
    with pytest.raises(BadInput, match=r"00003\.parquet: missing"):
        SampleSet(memory)
    assert make_set(CLOCKS, location(memory), quiet=True).made == 9
    assert in_memory() == sound
    assert make_set(CLOCKS, location(memory), quiet=True).made == 0


def test_another_set_at_a_url_is_left_alone(memory: str) -> None:
    make_set(CLOCKS, location(memory), quiet=True)
    before = in_memory()
    with pytest.raises(BadInput, match="holds another set"):
        make_set(Recipe(domains={"clock": 1.0}, plugins=(str(CLOCK),), samples=20, seed=4, shard_size=4), location(memory))
    (location(memory) / "set.json").unlink()
    with pytest.raises(BadInput, match="holds no set"):
        make_set(CLOCKS, location(memory))
    assert in_memory() == {k: v for k, v in before.items() if k != "set.json"}


# --- what cannot be reached ------------------------------------------------------------------------------------------
MAKE = ("make", "--domain", "clock", "--plugin", CLOCK, "-n", 4)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "nowhere://bucket/set"), ("'nowhere'", "s3://bucket")),
        (("-o", "memory://set"), ("this process alone",)),
        (("-o", "/tmp/none", "--storage", "endpoint_url=x"), ("/tmp/none is a folder",)),
        (("-o", "memory://set", "--storage", "endpoint"), ("KEY=VALUE",)),
        (("-o", "memory://set", "--storage", "secret=abc"), ("'secret'", "environment")),
        (("-o", "memory://set", "--storage", '{"a": 1}'), ("KEY=VALUE",)),
        (("-o", "memory://set", "--storage", 'client_kwargs={"aws_session_token": "abc"}'), ("aws_session_token",)),
    ],
)
def test_urls_that_cannot_be(proofpress: Command, options: tuple[object, ...], words: tuple[str, ...]) -> None:
    result = proofpress(*MAKE, *options)
    assert result.code == 2
    assert len(result.err.splitlines()) == 1
    for word in words:
        assert word in result.err
    assert "abc" not in result.err, "a secret was printed"


def test_a_protocol_without_its_package(proofpress: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    for command in ((*MAKE, "-o", "gs://bucket/set"), ("check", "gs://bucket/set")):
        result = proofpress(*command)
        assert result.code == 2
        assert "gcsfs" in result.err
        assert len(result.err.splitlines()) == 1


def test_file_urls_are_folders(proofpress: Command, tmp_path: Path) -> None:
    assert proofpress(*MAKE, "-o", f"file://{tmp_path}/set", "--workers", 1).code == 0
    assert (tmp_path / "set" / "set.json").is_file()
    assert proofpress("check", f"file://{tmp_path}/set", "--plugin", CLOCK, "--workers", 1).code == 0


# --- S3 --------------------------------------------------------------------------------------------------------------
def test_s3_holds_the_same_bytes(s3: S3, reference: Path) -> None:
    make("s3://bucket/sets/two", "--workers", 2, "--storage", f"endpoint_url={s3.url}", env=s3.env | {"AWS_ENDPOINT_URL": ""})
    assert s3.digests("bucket/sets/two") == bytes_of(reference)
    told = make("s3://bucket/sets/two", "--workers", 2, env=s3.env)
    assert "make: 24 of 24, 0.0/s" in told, "nothing was to be made"


def test_s3_is_resumed(s3: S3, reference: Path) -> None:
    fs, folder = s3.fs(), "bucket/sets/killed"
    process = start("s3://" + folder, "--workers", 2, env=s3.env)
    until(lambda: len(fs.glob(f"{folder}/shards/*.parquet")) >= 3, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    kept = {name: fs.info(name)["LastModified"] for name in fs.glob(f"{folder}/shards/*.parquet")}
    data = fs.cat_file(min(kept))
    fs.pipe_file(min(kept), data[:-1] + b"?")  # same size, other bytes
    make("s3://" + folder, "--workers", 2, env=s3.env)
    assert s3.digests(folder) == bytes_of(reference)
    for name, when in kept.items():
        assert (fs.info(name)["LastModified"] == when) == (name != min(kept)), name


def test_s3_is_read(s3: S3, tmp_path: Path) -> None:
    make("s3://bucket/sets/read", "--workers", 2, env=s3.env)
    tool = [sys.executable, "generate.py"]
    for command in (
        ["check", "s3://bucket/sets/read", "--plugin", str(CLOCK), "--workers", "2"],
        ["view", "s3://bucket/sets/read", "--static", str(tmp_path / "page.html")],
    ):
        import os

        done = subprocess.run(
            [*tool, *command], cwd=ROOT, env=os.environ | s3.env, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "24 samples" in done.stdout
    assert s3.fs().exists("bucket/sets/read/findings.jsonl")


def test_s3_that_cannot_be_reached(s3: S3) -> None:
    one_line(run("s3://none/set", env=s3.env), "s3://none/set", "bucket does not exist")
    one_line(run("s3://bucket/none", env=s3.env | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}), "Could not connect")
    nobody = {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true", "HOME": "/nonexistent"}
    one_line(run("s3://bucket/none", env=s3.env | nobody), "credentials")
