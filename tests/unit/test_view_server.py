"""The page's server: what it gives, and above all what it does not."""

from __future__ import annotations

import io
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures
from starlette.testclient import TestClient
from view_sets import note, png, question, sample, write

from proofpress.errors import BadInput
from proofpress.model import Caption, Image
from proofpress.schema import beside
from proofpress.view import facets
from proofpress.view.api import Api
from proofpress.view.open_set import OpenSet
from proofpress.view.sample import told
from proofpress.view.server import build, is_loopback, listen
from proofpress.view.shell import ASSETS, one_file
from proofpress.view.static import write_page

EVIL = "</script><script>document.title='owned'</script><!-- & \"'"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    evil = sample(9, questions=(question(0, np.random.default_rng(0), text=EVIL),), captions=(Caption(1, EVIL),))
    big = sample(10, images=(Image(png(3, (900, 500)), "0.png"), Image(png(4), "1.png")))
    return write(tmp_path / "set", [*(sample(i) for i in range(9)), evil, big], drops=[{"reason": EVIL, "id": "x"}])


@pytest.fixture
def api(root: Path) -> Iterator[Api]:
    made = Api(OpenSet(root))
    made.start()
    assert made.reader.indexed.wait(20)
    yield made
    made.stop()


@pytest.fixture
def client(api: Api) -> TestClient:
    return TestClient(build(api), base_url="http://127.0.0.1:8765")


def test_everything_that_the_page_asks_for_is_json(client: TestClient, api: Api) -> None:
    mark = api.dataset.mark
    assert client.get("/api/about").json()["samples"] == 11
    assert len(client.get("/api/samples").json()["cards"]) == 11
    assert client.get("/api/facets?form=open").json()["facets"]["form"]
    assert client.get("/api/statistics").json()["samples"] == 11
    assert client.get("/api/drops").json()["lines"] == [{"shard": 0, "reason": EVIL, "id": "x"}]
    assert client.get("/api/findings").json()["all"] == 0
    told = client.get(f"/api/sample/{mark}/10").json()
    assert told["seed"] == str(2**63 + 10), "a seed is text: JavaScript would round it"
    assert [client.get(p).headers["content-type"] for p in told["pictures"]] == ["image/png"] * 2


def test_pictures_are_the_sets_own_bytes_and_small_ones_are_small(client: TestClient, api: Api) -> None:
    mark = api.dataset.mark
    for row, number, data in ((0, 0, png(0)), (10, 0, png(3, (900, 500))), (10, 1, png(4))):
        assert client.get(f"/picture/{mark}/{row}/{number}").content == data
    small = client.get(f"/thumb/{mark}/10")
    assert Pictures.open(io.BytesIO(small.content)).size == (420, 233)
    assert "immutable" in small.headers["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/set.json",
            "/../set.json",
            "/..%2f..%2fset.json",
            "/part/../set.json",
            "/part/..%2f..%2fset.json",
            "/part/%2fetc%2fpasswd",
        ),
        *("/picture/{mark}/..%2f..%2fset.json/0", "/picture/{mark}/0/..%2f0", "/picture/..%2f/0/0", "/picture//etc/passwd/0"),
        *("/thumb/{mark}/-1", "/thumb/{mark}/11", "/thumb/{mark}/99999999999999999999", "/thumb/{mark}/0.5", "/thumb/other/0"),
        *(
            "/picture/{mark}/0/1",
            "/picture/{mark}/0/-1",
            "/api/sample/{mark}/11",
            "/api/sample/{mark}/x",
            "/api/sample/other/0",
        ),
        *("/part/page.html.j2", "/part/server.py", "/part/", "/static/../../set.json", "/api/", "/docs", "/openapi.json"),
    ],
)
def test_nothing_outside_the_set_and_no_path_at_all(client: TestClient, api: Api, path: str) -> None:
    answer = client.get(path.replace("{mark}", api.dataset.mark))
    assert answer.status_code == 404
    assert len(answer.text) < 80


def test_it_only_reads(client: TestClient) -> None:
    assert {client.request(m, "/api/about").status_code for m in ("POST", "PUT", "DELETE", "PATCH")} == {405}


def test_the_host_header_must_name_this_machine(api: Api) -> None:
    here, open_to_all = TestClient(build(api)), TestClient(build(api, "0.0.0.0"))
    for host in ("evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost.evil.example:80", "[::2]:8765"):
        for path in ("/", "/api/samples", "/nothing"):
            answer = here.get(path, headers={"host": host})
            assert (answer.status_code, "cards" in answer.text) == (421, False), host
    for host in ("127.0.0.1:8765", "localhost", "LOCALHOST:1", "[::1]:8765", "[::1]"):
        assert here.get("/api/about", headers={"host": host}).status_code == 200, host
    assert TestClient(build(api, "127.0.0.2")).get("/api/about", headers={"host": "127.0.0.2:8765"}).status_code == 200
    assert TestClient(build(api, "127.0.0.2")).get("/api/about", headers={"host": "127.0.0.3:8765"}).status_code == 421
    assert open_to_all.get("/api/about", headers={"host": "box.example:8765"}).status_code == 200
    assert [is_loopback(h) for h in ("127.0.0.1", "127.9.9.9", "::1", "localhost", "0.0.0.0", "::", "example.org")] == [
        *([True] * 4),
        *([False] * 3),
    ]


def test_every_answer_carries_the_policy_and_the_page_no_script_of_its_own(client: TestClient) -> None:
    for path in ("/", "/api/about", "/part/main.js", "/nothing"):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
    html = client.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|https?://", html)
    named = set(re.findall(r'(?:src|href)="(/[^"]+)"', html))
    assert named and all(client.get(n).status_code == 200 for n in named)


def test_no_part_of_the_page_fetches_from_elsewhere_or_writes_markup() -> None:
    from proofpress.view.shell import asset

    for name in ASSETS:
        text = asset(name).replace("http://www.w3.org/2000/svg", "")
        assert not re.search(
            r"https?:|//\w+\.\w+|@import|url\(|innerHTML|insertAdjacent|document\.write|\beval\b|new Function", text
        ), name


def test_words_of_a_set_never_become_markup_in_the_one_file(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    write_page(root, target)
    html = target.read_text("utf-8")
    assert EVIL not in html and "</script><script>document" not in html
    held = re.search(r'<script id="data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert held and "<" not in held[1]
    told = json.loads(held[1])
    assert told["samples"][9]["questions"][0]["text"] == EVIL and told["drops"][0]["reason"] == EVIL
    assert told["statistics"]["duplicates"]["samples"] == 11
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy and "default-src &#39;none&#39;" in policy[1] and "unsafe" not in policy[1]
    assert "&lt;b&gt;" in one_file("<b>", {})


def test_two_sets_of_which_one_is_damaged_say_so(root: Path, tmp_path: Path) -> None:
    """Comparing waits for both indexes: one that never comes must not be waited for without a word."""
    other = write(tmp_path / "other", [sample(i) for i in range(9)])
    shard = next((other / "shards").glob("*.parquet"))
    shard.write_bytes(shard.read_bytes()[:100])
    api = Api(OpenSet(root), OpenSet(other))
    api.start()
    deadline = time.monotonic() + 20
    while "fault" not in (told := api.pairs({})["progress"]) and time.monotonic() < deadline:
        time.sleep(0.02)
    api.stop()
    assert told["done"] is False and shard.name in told["fault"]


def test_an_answer_that_another_thread_has_pushed_out_is_given(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "_remember", lambda *told: None)
    assert api.samples({"form": ["open"]})["total"] == len(api.samples({"form": ["open"]})["cards"]) > 0
    assert api.facets({"form": ["open"]})["facets"]["form"]


def test_a_damaged_shard_is_one_line_and_the_rest_is_there(api: Api, root: Path) -> None:
    shard = root / "shards" / "00000.parquet"
    shard.write_bytes(shard.read_bytes()[:-400])
    answer = TestClient(build(api), base_url="http://localhost").get(f"/api/sample/{api.dataset.mark}/3")
    assert answer.status_code == 409 and "\n" not in answer.text and "00000.parquet" in answer.text


def test_findings_lead_to_their_sample(api: Api, root: Path) -> None:
    note(root, "findings.jsonl", [{"sample": sample(4).id, "question": "q0", "check": "second_road", "message": EVIL}])
    again = Api(OpenSet(root))
    again.start()
    again.reader.indexed.wait(20)
    client = TestClient(build(again), base_url="http://localhost")
    [line] = client.get("/api/findings").json()["lines"]
    assert (line["row"], line["wrong"], line["message"]) == (4, True, EVIL)
    told = client.get(f"/api/sample/{again.dataset.mark}/4").json()
    assert (len(told["findings"]), told["reviews"], told["wordings"]) == (1, [], [])
    assert client.get("/api/samples?finding=second_road").json()["cards"][0]["finding"] == "wrong"


def test_what_a_pass_left_is_told_beside_its_question() -> None:
    grade = {"question": "q0", "pass": "verify", "kind": "grade", "verdict": "none", "model": "m", "trouble": "cut"}
    answer = {
        "question": "q1",
        "pass": "verify",
        "kind": "answer",
        "verdict": '{"rate":0.5,"given":["<b>"]}',
        "model": "m",
    }
    wording = {"question": "q0", "part": "question", "original": "What?", "text": EVIL, "style": "", "n": 0, "used": True}
    left = {"reviews": [beside("reviews", r) for r in (grade, answer)], "wordings": [beside("wordings", wording)]}
    told_ = told({**sample(4).to_record(), **left}, [])
    assert [(r["question"], r["verdict"], r["detail"]) for r in told_["reviews"]] == [
        ("q0", "none", {"trouble": "cut"}),
        ("q1", {"rate": 0.5, "given": ["<b>"]}, {}),
    ]
    assert [(w["text"], w["original"], w["detail"]) for w in told_["wordings"]] == [(EVIL, "What?", {"used": True})]
    assert not told_["more"]


def test_the_next_free_port_is_taken_and_a_given_one_that_is_not_free_is_refused() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        with pytest.raises(BadInput, match=f"127.0.0.1:{port}.*another --port"):
            listen("127.0.0.1", port)
    first = listen("127.0.0.1", None)
    second = listen("127.0.0.1", None)
    assert first.getsockname()[1] != second.getsockname()[1]
    first.close()
    second.close()
    with pytest.raises(BadInput, match="cannot listen on 203"):
        listen("203.0.113.1", None)
