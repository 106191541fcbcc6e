"""Kinds of answers: what is the same and what is not, by degrees where a kind is graded, in bounded time for any text."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time

import pytest

import proofpress
from proofpress.answers import edit_distance as distances
from proofpress.answers import html_tree
from proofpress.answers.edit_distance import Tree, edit_distance, tree_distance, tree_size
from proofpress.answers.equality import equal, graded
from proofpress.answers.extract import given_answer
from proofpress.answers.kinds import Kind, forms, kind_of, kinds, register
from proofpress.answers.reward import ground_truth, score
from proofpress.errors import BadInput
from proofpress.model import Answer, Question, dumps

TABLE = (
    "<table><thead><tr><th>Town</th><th>mm</th></tr></thead><tbody><tr><td>Arlo</td><td>240</td></tr>"
    "<tr><td>Brent</td><td>160</td></tr></tbody></table>"
)
PAGE = """# Rainfall

Some *text* that
wraps.

* one
* two
    * three

| town | mm |
|---|--:|
| Arlo | 240 |

```python
x  =  1
```
"""
TYPED = "<TABLE border=1>\n<tr><td> Town <td><b>mm</b></tr><tr><td style='x'>Arlo<td>240<tr><td>Brent</td><td>160</table>"
OTHER_PAGE = PAGE.replace("# Rainfall", "Rainfall\n===").replace("*text*", "_text_").replace("that\nwraps", "that wraps")
LONG = "Rain fell in Arlo on every day of that week. " * 200

SAME = [
    ("latex", r"\frac{1}{2}", r"\dfrac12"),
    ("latex", "x^2", "x^{2}"),
    ("latex", "x_1^2", "x^2_1"),
    ("latex", r"\left( a+b \right)^2", "(a+b)^2"),
    ("latex", "x''", r"x^{\prime\prime}"),
    ("latex", r"$\alpha\,\beta$", "αβ"),
    ("latex", r"a \over b", r"\frac{a}{b}"),
    ("latex", r"\begin{pmatrix}1&2\\3&4\\\end{pmatrix}", r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}"),
    ("latex", r"\begin{align*} a&=b\end{align*}", r"\[a=b\]"),
    ("latex", r"\operatorname{sin}x", r"\sin x"),
    ("latex", r"\left.x\right|_0", "x|_{0}"),
    ("latex", "90°", r"90^\circ"),
    ("html", TABLE, TYPED),
    ("html", "<td>a &amp; b</td>", "<td>a  &#38;\nb</td>"),
    ("html", "<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("markdown", PAGE, OTHER_PAGE),
    ("markdown", PAGE, PAGE.replace("\n* ", "\n- ").replace("    * ", "  - ").replace("| town | mm |", "|town|mm|")),
    ("json", '{"a": [1, 2.50, "x"], "b": null}', '{"b":null,"a":[1.0,2.5,"x"]}'),
    ("date", "2024-05-03", "3 May 2024"),
    ("date", "2024-05-03", "May 3rd, 2024."),
    ("date", "2024-05-03", "3. Mai 2024"),
    ("date", "2024-05-03", "Freitag, den 3. Mai 2024"),
    ("date", "2024-05-03", "Friday, 3 May 2024"),
    ("date", "2024-05-03", "03.05.2024"),
    ("date", "2024-05-30", "30/5/2024"),
    ("date", "2024-05", "May 2024"),
    ("code", "def f():\n    return 1", "```python\n  def f():\n      return 1   \n```"),
    ("text", LONG, LONG.strip()),
    ("text", "two\nlines", "two lines"),
]  # fmt: skip
APART = [
    *(("latex", a, b) for a, b in (("2^2", "22"), ("2^2", "2_2"), ("22", "2_2"), ("x^12", "x^{12}"), ("{ab}^2", "ab^2"))),
    *(("latex", a, b) for a, b in ((r"\frac12", r"\frac21"), ("a-b", "b-a"), ("x^{2", "x^2"), ("x", "X"), ("1.5", "15"))),
    ("latex", r"\sqrt{a}b", r"\sqrt{ab}"),
    ("latex", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", r"\begin{pmatrix}1&2&3&4\end{pmatrix}"),
    ("html", TABLE, TABLE.replace("240", "2 40")),
    ("html", TABLE, TABLE.replace("<td>160</td>", "<td>160</td><td></td>")),
    ("html", TABLE, TABLE.replace("<td>160</td>", "<td colspan=2>160</td>")),
    ("html", "<td>2<sup>2</sup></td>", "<td>22</td>"),
    ("html", "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", "<table><tr><td>a</td><td>b</td></tr></table>"),
    ("markdown", PAGE, PAGE.replace("two", "too")),
    ("markdown", PAGE, PAGE.replace("x  =  1", "x = 1")),
    ("markdown", PAGE, PAGE.replace("    * three", "* three")),
    ("json", "[1, 2]", "[2, 1]"),
    ("json", "[1]", "[true]"),
    ("json", "[1]", '["1"]'),
    ("json", '{"a": 1}', '{"a": 1, "a": 1}'),
    ("date", "2024-05-03", "03/05/2024"),
    ("date", "2024-05-03", "Monday, 3 May 2024"),
    ("date", "2024-05-03", "3 or 4 May 2024"),
    ("date", "2024-05-03", "May 2024"),
    ("code", "a = 1\nb = 2", "b = 2\na = 1"),
    ("code", "if x:\n    y", "if x:\ny"),
    ("text", LONG, LONG + "x"),
]


def answer(kind: str, value: str) -> Answer:
    return Answer(kind, value, value)


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_the_same_written_otherwise(kind: str, one: str, other: str) -> None:
    for a, b in ((one, other), (other, one), (one, one)):
        if not (kind == "date" and a is other):
            assert equal(answer(kind, a), b) and graded(answer(kind, a), b) == 1


@pytest.mark.parametrize(("kind", "one", "other"), APART)
def test_not_the_same(kind: str, one: str, other: str) -> None:
    for a, b in ((one, other), (other, one)):
        assert not equal(answer(kind, a), b) and graded(answer(kind, a), b) < 1


def test_the_answers_own_format_says_whether_the_day_comes_first() -> None:
    for text, given in (("03/05/2024", "3/5/2024"), ("05/03/2024", "5/3/2024")):
        right = Answer("date", "2024-05-03", text)
        assert equal(right, given) and not equal(right, "/".join([*given.split("/")[1::-1], "2024"]))


def test_every_kind_is_found_and_every_form_belongs_to_one() -> None:
    named = "number text list set boolean choice box point undetermined latex html markdown json date code"
    assert set(named.split()) <= {k.name for k in kinds()}
    assert set(forms()) >= {f for k in kinds() for f in k.forms}
    with pytest.raises(BadInput, match="answer kind 'markup': unknown; there are boolean, "):
        kind_of("markup")

    class Second(Kind):
        name = "number"

    with pytest.raises(BadInput, match="there are two"):
        register(Second())


# --- degrees ---------------------------------------------------------------------------------------------------------
def test_a_table_is_graded_by_its_edits() -> None:
    """TEDS: 10 nodes; a cell that is gone costs one of them, a text the share of its characters, a row its cells and itself."""
    assert tree_size(html_tree.html_tree(TABLE)) - 1 == 10
    for given, edits in (
        (TABLE.replace("<td>160</td>", ""), 1),
        (TABLE.replace("240", "248"), 1 / 3),
        (TABLE.replace("<tr><td>Arlo</td><td>240</td></tr>", ""), 3),
    ):
        assert graded(answer("html", TABLE), given) == pytest.approx(1 - edits / 10), given
    assert graded(answer("html", TABLE), "no table at all") == 0


def test_a_reward_counts_degrees_only_where_the_kind_is_graded() -> None:
    near = TABLE.replace("240", "248")
    table = ground_truth(Question("q1", "markup", "?", answer("html", TABLE)))
    assert score(f"Here it is:\n```html\n{TABLE}\n```", table)["score"] == 1
    assert score(f"<answer>{near}</answer>", table)["score"] == pytest.approx(1 - 1 / 30)
    formula = ground_truth(Question("q1", "markup", "?", answer("latex", "x^2+1")))
    assert score("$$x^{2}+1$$", formula)["score"] == 1 and score("$$x^{2}+2$$", formula)["score"] == 0
    assert 0 < kind_of("latex").score(answer("latex", "x^2+1"), "x^2+2") < 1


def test_the_tree_distance_is_the_least_of_all_edits() -> None:
    """Against the recursive definition, on small trees; the sequence distance against the table of Wagner and Fischer."""
    rng = random.Random(7)

    def grown(n: int) -> Tree:
        below: list[Tree] = []
        while n > 1:
            part = rng.randint(1, n - 1)
            below.append(grown(part))
            n -= part
        return Tree(rng.choice("ab"), "", tuple(below))

    def slow(a: tuple[Tree, ...], b: tuple[Tree, ...]) -> int:
        if not a or not b:
            return sum(map(tree_size, a or b))
        x, y = a[-1], b[-1]
        return min(
            slow((*a[:-1], *x.children), b) + 1,
            slow(a, (*b[:-1], *y.children)) + 1,
            slow(a[:-1], b[:-1]) + slow(x.children, y.children) + (x.label != y.label),
        )

    for _ in range(150):
        one, two = grown(rng.randint(1, 6)), grown(rng.randint(1, 6))
        assert tree_distance(one, two, lambda x, y: float(x.label != y.label)) == slow((one,), (two,))
    for _ in range(300):
        a, b = ("".join(rng.choices("abc", k=rng.randrange(9))) for _ in range(2))
        row = list(range(len(b) + 1))
        for i, x in enumerate(a, 1):
            row = _next_row(row, x, b, i)
        assert edit_distance(a, b) == row[-1]


def _next_row(above: list[int], x: str, b: str, i: int) -> list[int]:
    row = [i]
    for j, y in enumerate(b):
        row.append(min(above[j + 1] + 1, row[j] + 1, above[j] + (x != y)))
    return row


def test_a_planted_fault_in_a_normal_form_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """An HTML reader that drops spans, a tree distance that forgets deletions: the cases above see both."""
    monkeypatch.setattr(html_tree, "_attributes", lambda tag, attrs: [])
    assert equal(answer("html", TABLE), TABLE.replace("<td>160</td>", "<td colspan=2>160</td>"))
    monkeypatch.undo()
    assert not equal(answer("html", TABLE), TABLE.replace("<td>160</td>", "<td colspan=2>160</td>"))


# --- any text --------------------------------------------------------------------------------------------------------
_PIECES = (
    r"<table> <tr> <td> </td> </table> <!-- < &amp { } \frac \begin{array} & \\ ^ _ $ ` * ** | - 1. # > [ ] : , 3 May x \ ~~~"
)
PIECES = (*_PIECES.split(), "\n", " ", '"', "```\n", "| - |\n")
HARD = (
    *(piece * 3000 for piece in ("{", "[", "<td>", "`", "<!--", "^", "<a ", "- ", "a, ", "\\begin{array}", "*_", "$")),
    "| " * 3000 + "\n" + "|-" * 3000,
    "#" + " " * 9000 + "x",
    "- " * 3 + " " * 9000 + "x",
    "x" * 50_000,
)


@pytest.mark.parametrize("kind", ["latex", "html", "markdown", "json", "date", "code", "text", "number", "list"])
def test_no_text_breaks_a_kind_or_takes_long(kind: str) -> None:
    rng = random.Random(11)
    texts = [*HARD, *("".join(rng.choices(PIECES, k=rng.randrange(60))) for _ in range(120))]
    value = {"json": "[1]", "date": "2024-05-03", "number": 3, "list": ("a", "b")}.get(kind, TABLE)
    right = Answer(kind, value, str(value))
    for text in texts:
        start = time.process_time()
        assert equal(right, text) in (True, False) and 0 <= graded(right, text) <= 1
        given_answer(text, right)
        assert time.process_time() - start < 2, text[:60]
        if kind in ("latex", "html", "markdown", "code") and text.strip():
            assert equal(answer(kind, text), text)


def test_large_tables_take_bounded_time_and_only_an_equal_one_has_1() -> None:
    rows = [[f"cell {i * 7 % 101} {j}" for j in range(12)] for i in range(150)]

    def table(rows: list[list[str]]) -> str:
        return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"

    truth = answer("html", table(rows))
    start = time.process_time()
    assert graded(truth, table(rows)) == 1
    assert graded(truth, table([*rows[:70], *rows[71:]])) > 0.99
    assert graded(truth, table([r[::-1] for r in rows])) < 0.6
    assert time.process_time() - start < 4
    assert distances.MOST_WORK <= 5_000_000


# --- the public face -------------------------------------------------------------------------------------------------
def test_judge_takes_the_struct_of_the_record() -> None:
    number = {"type": "number", "value": json.dumps({"num": 24, "den": 5}), "text": "24/5", "unit": "cm", "tolerance": 0.0}
    assert proofpress.judge(number, "So AD = 4.8 cm.") is True and proofpress.judge(number, "\\boxed{4.7}") is False
    assert proofpress.judge(number, "<think>hm") is None
    assert proofpress.judge({"type": "choice", "value": '"B"', "text": "B"}, "B) 50°", ("40°", "50°")) is True
    assert proofpress.judge({"type": "html", "value": dumps(TABLE)}, f"```html\n{TABLE}\n```") is True
    assert proofpress.judge({"type": "text", "value": "AL", "aliases": None}, "LA") is False
    with pytest.raises(BadInput, match="needs type and value"):
        proofpress.judge({"text": "3"}, "3")
    with pytest.raises(BadInput, match="answer kind 'markup': unknown"):
        proofpress.judge({"type": "markup", "value": "x"}, "x")


def test_importing_the_package_loads_nothing_more() -> None:
    code = "import sys, proofpress; print(sorted(m for m in sys.modules if m.startswith('proofpress')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['proofpress', 'proofpress.version']"
