"""A set on disk: same samples, same bytes; damage is noticed; drops are merged in order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from proofpress.contract import subjects
from proofpress.errors import BadInput
from proofpress.model import Sample
from proofpress.store import SampleSet, SetHeader, close_set, fingerprint, open_set, whole_shard, write_shard

CLOCK = Path(__file__).parents[1] / "plugins" / "clock"
RECIPE, VERSIONS = {"domains": {"clock": 1.0}, "seed": 1}, {"proofpress": "0"}
MARK = fingerprint(RECIPE, VERSIONS)
HEADER = SetHeader(RECIPE, VERSIONS, MARK)


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return subjects(str(CLOCK))[0].samples


@pytest.fixture
def root(tmp_path: Path, samples: list[Sample]) -> Path:
    root = tmp_path / "set"
    open_set(root, HEADER)
    shards = [write_shard(root, i, MARK, samples, [{"id": f"drop-{i}", "reason": "tie"}]) for i in (1, 0)]
    close_set(root, HEADER, shards[::-1])
    return root


def test_what_was_written_is_read(root: Path, samples: list[Sample]) -> None:
    held = SampleSet(root)
    assert held.complete
    assert len(held) == 2 * len(samples)
    assert [s.id for s in held] == [s.id for s in samples] * 2
    assert next(iter(held)).questions == samples[0].questions
    assert next(held.iter_rows(["id"])) == {"id": samples[0].id}


def test_the_ledger_is_in_order_and_survives_closing_again(root: Path) -> None:
    def ledger() -> list[dict[str, object]]:
        return [json.loads(line) for line in (root / "drops.jsonl").read_text().splitlines()]

    assert [d["shard"] for d in ledger()] == [0, 1]
    known = open_set(root, HEADER).known or {}
    close_set(root, HEADER, [known[0], known[1]])
    assert [d["id"] for d in ledger()] == ["drop-0", "drop-1"]
    again = write_shard(root, 1, MARK, [], [{"id": "another", "reason": "tie"}])
    close_set(root, HEADER, [known[0], again])
    assert [d["id"] for d in ledger()] == ["drop-0", "another"]
    close_set(root, HEADER, [known[0], write_shard(root, 1, MARK, [], [{"id": "drop-1"}])])
    assert [d["id"] for d in ledger()] == ["drop-0", "drop-1"]
    assert sorted(f.name for f in root.iterdir()) == ["drops.jsonl", "set.json", "shards"]


def test_a_drop_may_hold_any_character(root: Path) -> None:
    """Some end a line for Python and not for JSON; a user's labels may hold them."""
    odd = "a\u2028b\x85c\x0bd\ne"
    known = open_set(root, HEADER).known or {}
    close_set(root, HEADER, [known[0], write_shard(root, 1, MARK, [], [{"id": odd}])])
    assert [d["id"] for d in SampleSet(root).ledger("drops.jsonl")] == ["drop-0", odd]


def test_damage_anywhere_is_noticed(root: Path) -> None:
    path = root / "shards" / "00000.parquet"
    sound = path.read_bytes()
    known = open_set(root, HEADER).known
    assert known is not None
    for at in range(0, len(sound), max(1, len(sound) // 40)):
        path.write_bytes(sound[:at] + bytes([sound[at] ^ 0x5A]) + sound[at + 1 :])
        assert whole_shard(root, 0, MARK, known[0]) is None, f"byte {at}"
    path.write_bytes(sound[: len(sound) // 2])
    assert whole_shard(root, 0, MARK, known[0]) is None
    path.write_bytes(sound)
    assert whole_shard(root, 0, MARK, known[0]) == known[0]
    assert whole_shard(root, 1, MARK, known[0]) is None
    path.unlink()
    assert whole_shard(root, 0, MARK, known[0]) is None


def test_the_receipt_tells_until_the_set_is_closed(tmp_path: Path, samples: list[Sample]) -> None:
    root = tmp_path / "set"
    open_set(root, HEADER)
    info = write_shard(root, 0, MARK, samples, [{"id": "one", "reason": "tie"}, {"id": "two", "reason": "tie"}])
    assert open_set(root, HEADER).present == {0}
    assert whole_shard(root, 0, MARK) == info
    assert whole_shard(root, 0, "another set") is None
    receipt = root / "shards" / "00000.receipt.jsonl"
    sound = receipt.read_bytes()
    for cut in (1, 9, 45, len(sound) - 50):
        receipt.write_bytes(sound[:-cut])
        assert whole_shard(root, 0, MARK) is None, "without its receipt a shard has lost its drops"
    receipt.write_bytes(sound)
    assert whole_shard(root, 0, MARK) == info


def test_two_runs_do_no_harm_to_each_other(tmp_path: Path, samples: list[Sample], monkeypatch: pytest.MonkeyPatch) -> None:
    """One begins while the other writes: its temporary file is swept away before it gets its name, its receipt stays."""
    sync, turn = os.fsync, 0
    for begins in (1, 2, 3, 4):  # a file and its folder are synced, of the receipt and of the shard
        root, turn = tmp_path / str(begins), 0
        open_set(root, HEADER)

        def swept(handle: int, root: Path = root, begins: int = begins) -> None:
            nonlocal turn
            sync(handle)
            turn += 1
            if turn == begins:
                open_set(root, HEADER)

        monkeypatch.setattr(os, "fsync", swept)
        info = write_shard(root, 0, MARK, samples, [])
        monkeypatch.undo()
        assert turn >= begins and whole_shard(root, 0, MARK) == info
        assert sorted(f.name for f in (root / "shards").iterdir()) == ["00000.parquet", "00000.receipt.jsonl"]


def test_a_missing_shard_is_named(root: Path) -> None:
    (root / "shards" / "00001.parquet").unlink()
    with pytest.raises(BadInput, match=r"00001\.parquet: missing"):
        SampleSet(root)


def test_a_run_that_failed_at_once_does_not_block_the_folder(tmp_path: Path) -> None:
    open_set(tmp_path / "set", HEADER)
    other = SetHeader({**RECIPE, "seed": 2}, VERSIONS, "other")
    assert not open_set(tmp_path / "set", other).present
    assert json.loads((tmp_path / "set" / "set.json").read_text())["fingerprint"] == "other"
    write_shard(tmp_path / "set", 0, "other", [], [])
    with pytest.raises(BadInput, match=r"holds another set \(seed is 2, not 1\)"):
        open_set(tmp_path / "set", HEADER)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"complete": true, "recipe": {}}', '{"complete": true, "shards": [{"name": "00000.parquet"}]}']
)
def test_a_header_that_says_too_little_is_named(root: Path, text: str) -> None:
    (root / "set.json").write_text(text)
    for opens in (SampleSet, lambda path: open_set(path, HEADER)):
        with pytest.raises(BadInput, match=r"set\.json: not a set's header"):
            opens(root)


def test_what_others_lay_beside_the_shards_is_left_alone(root: Path, samples: list[Sample]) -> None:
    """As some systems and tools do: hidden twins, copies, files of their own."""
    strangers = ["._00000.parquet", "00000 (1).parquet", "notes.parquet", ".receipt.jsonl", "copy.receipt.jsonl"]
    for name in strangers:
        (root / "shards" / name).write_bytes(b"")
    held = open_set(root, HEADER)
    assert held.present == {0, 1} and held.known is not None
    close_set(root, HEADER, [held.known[0], held.known[1]])
    assert len(SampleSet(root)) == 2 * len(samples)
    (root / "set.json").write_text(json.dumps({"fingerprint": MARK, "recipe": RECIPE, "complete": False}))
    assert len(SampleSet(root)) == 2 * len(samples)
    assert set(strangers) < {f.name for f in (root / "shards").iterdir()}


def test_a_few_rows_and_a_few_columns(root: Path, samples: list[Sample]) -> None:
    held = SampleSet(root)
    n = len(samples)
    assert held.sizes() == [n, n]
    for start, rows in ((0, None), (0, 1), (n - 1, 5), (1, 2), (n, 3)):
        ids = held.table(1, ["id"], start, rows)["id"].to_pylist()
        assert ids == [s.id for s in samples[start : n if rows is None else start + rows]]
    forms = held.table(0, ["questions.list.element.form"], 0, 1)["questions"].to_pylist()
    assert forms == [[{"form": q.form} for q in samples[0].questions]]
    assert [d["id"] for d in held.ledger("drops.jsonl")] == ["drop-0", "drop-1"]
    assert held.ledger("findings.jsonl") == []
