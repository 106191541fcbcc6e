"""A Ray cluster makes the same bytes as one process: workers die, the driver dies, machines differ.  All on loopback."""

from __future__ import annotations

import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from .command import CLOCK, bytes_of
from .sets import S3, arguments, make, one_line, run, shards, start, until

pytestmark = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason="needs ray (make scale-test has it)")
RAY = ("--runner", "ray", "--workers", 2)
DEADLY = """
import os, signal
from pathlib import Path
from proofpress.engine import Engine
class Deadly(Engine):
    name = "deadly"
    def plan(self, template, request, rng):
        with open({log!r}, "a") as log:
            log.write("x")
        {act}
    def facts(self, spec):
        return []
    def draw(self, spec, style, rng):
        raise KeyError
engine = Deadly()
"""


def family(root: int) -> dict[int, str]:
    """The processes below one, and how they call themselves."""
    parent, name = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            pid = int(entry.name)
            parent[pid] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            name[pid] = (entry / "cmdline").read_text().replace("\0", " ").strip()
        except OSError:
            continue
    below, new = set(), {root}
    while new:
        new = {pid for pid, above in parent.items() if above in new} - below
        below |= new
    return {pid: name[pid] for pid in below}


def busy(root: int) -> list[int]:
    """The workers that have a shard in hand."""
    return sorted(pid for pid, name in family(root).items() if name.startswith("ray::call"))


def test_two_workers_make_the_same_bytes(reference: Path, tmp_path: Path) -> None:
    told = make(tmp_path / "set", *RAY)
    assert bytes_of(tmp_path / "set") == bytes_of(reference)
    assert all(line.startswith("make:") for line in told.splitlines()), told


def test_a_killed_worker_is_replaced(reference: Path, tmp_path: Path) -> None:
    out = tmp_path / "set"
    process = start(out, *RAY)
    for whole in (1, 3):
        until(lambda whole=whole: shards(out) >= whole and busy(process.pid), process)
        os.kill(busy(process.pid)[0], signal.SIGKILL)
    told = process.communicate(timeout=120)[1]
    assert process.returncode == 0, told
    assert bytes_of(out) == bytes_of(reference)


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_stopped_driver_goes_on(reference: Path, tmp_path: Path, stop: signal.Signals, code: int) -> None:
    out = tmp_path / "set"
    process = start(out, *RAY)
    until(lambda: shards(out) >= 2, process)
    below = family(process.pid)
    process.send_signal(stop)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == code
    assert "Traceback" not in told
    kept = {f: f.stat().st_mtime_ns for f in out.glob("shards/*.parquet")}
    assert 2 <= len(kept) < 8
    make(out, *RAY)
    assert bytes_of(out) == bytes_of(reference)
    assert all(f.stat().st_mtime_ns == when for f, when in kept.items())
    deadline = time.monotonic() + 60
    while left := [name for pid, name in below.items() if Path(f"/proc/{pid}").exists() and "defunct" not in name]:
        assert time.monotonic() < deadline, f"left behind: {left}"
        time.sleep(0.2)


def plugin(folder: Path, act: str) -> tuple[tuple[object, ...], Path]:
    log = folder / "log"
    (folder / "deadly" / "templates").mkdir(parents=True)
    (folder / "deadly" / "engine.py").write_text(DEADLY.format(log=str(log), act=act))
    (folder / "deadly" / "templates" / "one.yaml").write_text("template: one\n")
    (folder / "deadly" / "wording" / "en").mkdir(parents=True)
    (folder / "deadly" / "wording" / "en" / "questions.yaml").write_text("{}\n")
    return ("--domain", "deadly", "--plugin", folder / "deadly", "-n", 1), log


def test_a_shard_that_always_kills_its_worker_is_named(tmp_path: Path) -> None:
    recipe, log = plugin(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)")
    one_line(run(tmp_path / "set", *RAY, recipe=recipe), "worker die 4 times", "what is whole is kept")
    assert log.read_text() == "xxxx"


def test_an_error_is_said_once_and_not_tried_again(tmp_path: Path) -> None:
    recipe, log = plugin(tmp_path, "raise ValueError('planted')")
    one_line(run(tmp_path / "set", *RAY, recipe=recipe), "deadly", "planted")
    assert log.read_text() == "x"


def test_s3_from_a_cluster(s3: S3, reference: Path) -> None:
    make("s3://bucket/sets/ray", *RAY, "--storage", f"endpoint_url={s3.url}", env=s3.env | {"AWS_ENDPOINT_URL": ""})
    assert s3.digests("bucket/sets/ray") == bytes_of(reference)


# --- a cluster that runs already -------------------------------------------------------------------------------------
def head(port: int, folder: Path) -> subprocess.Popen[str]:
    """One machine of a cluster, in the foreground, so that its end is ours."""
    options = [
        "--head",
        "--block",
        f"--port={port}",
        "--node-ip-address=127.0.0.1",
        "--num-cpus=2",
        "--include-dashboard=false",
    ]
    options += ["--object-store-memory=100000000", f"--temp-dir={folder}"]
    return subprocess.Popen(
        [str(Path(arguments("x")[0]).parent / "ray"), "start", *options],
        env=os.environ | {"RAY_USAGE_STATS_ENABLED": "0"},
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@contextmanager
def running(port: int = 6399) -> Iterator[str]:
    """A cluster of one machine, and its address. The port lies outside those that Ray deals to its workers."""
    # a socket's path may not be long: Ray's own folder lies directly under the temporary one
    with tempfile.TemporaryDirectory(prefix="ray", ignore_cleanup_errors=True) as folder:
        process = head(port, Path(folder))
        until(lambda: (Path(folder) / "ray_current_cluster").exists() or answers(port), process, 60)
        try:
            yield f"127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def answers(port: int) -> bool:
    with suppress(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        return True
    return False


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:  # a cluster that was started by itself asks for a token
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        with running() as address:
            yield address


def test_a_cluster_by_its_address(reference: Path, tmp_path: Path, cluster: str) -> None:
    """The machine of the cluster was not started in our folder: the output, the data and the plug-in are found all the same."""
    make(tmp_path / "set", "--runner", "ray", "--address", cluster)
    assert bytes_of(tmp_path / "set") == bytes_of(reference)


def test_data_and_plugins_named_from_our_folder(tmp_path: Path, cluster: str) -> None:
    table = tmp_path / "sales.csv"
    table.write_text("town,sales\nArlo,12\nBrent,17\nCorby,9\nDover,22\n")
    relative = os.path.relpath(table, CLOCK.parents[2])
    recipe = ("--domain", "charts,clock", "--plugin", "tests/plugins/clock", "--data", relative, "-n", 6)
    make(tmp_path / "ray", "--runner", "ray", "--address", cluster, recipe=recipe)
    make(tmp_path / "local", "--workers", 1, recipe=recipe)
    assert bytes_of(tmp_path / "ray") == bytes_of(tmp_path / "local")


def test_a_driver_killed_on_a_cluster_goes_on(reference: Path, tmp_path: Path, cluster: str) -> None:
    out = tmp_path / "set"
    process = start(out, "--runner", "ray", "--address", cluster)
    until(lambda: shards(out) >= 2, process)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    make(out, "--runner", "ray", "--address", cluster)
    assert bytes_of(out) == bytes_of(reference)


def test_a_cluster_that_wants_a_token(tmp_path: Path, cluster: str) -> None:
    stranger = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "0" * 64}
    one_line(run(tmp_path / "set", "--runner", "ray", "--address", cluster, env=stranger), "RAY_AUTH_TOKEN")


def test_nobody_answers(tmp_path: Path) -> None:
    one_line(run(tmp_path / "set", "--runner", "ray", "--address", "127.0.0.1:9"), "127.0.0.1:9", "cannot be reached")
    assert not (tmp_path / "set").exists()
