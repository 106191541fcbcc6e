"""What a series looks like, what is known of it, and where it is named."""

from __future__ import annotations

from collections.abc import Callable

from proofpress.draw.colour import contrast, mix

from .board import Board

DASHES = ((), (7.0, 3.5), (2.0, 2.5), (9.0, 3.0, 2.0, 3.0), (4.0, 2.0), (12.0, 4.0))
MARKERS = ("o", "s", "^", "D", "v", "x")


def values_of(board: Board, series: int) -> list[str | None]:
    """The values of one series, None where missing or withheld."""
    spec = board.spec
    entry, held = spec["series"][series], spec.get("withheld") or {}
    return [
        None if held.get("series") == entry["name"] and held.get("label") == label else v
        for label, v in zip(spec["labels"], entry["values"], strict=True)
    ]


def parent_of(board: Board, series: int) -> str:
    """The legend entry of a series, or the value axis where there is no legend."""
    return f"lg{series + 1}" if board.style["colour_of"] == "series" else "y-axis"


def edge_of(board: Board, colour: str) -> str | None:
    """The outline of a filled mark."""
    style = board.style
    if style["hatch"]:
        return str(style["ink"])
    return {"none": None, "ink": mix(colour, "#000000", 0.55), "panel": style["panel"]}[style["edge"]]


def bind_series(board: Board, tick: Callable[[int], str] = str) -> None:
    """Bind colours and the order of the legend."""
    spec, style = board.spec, board.style
    for s, series in enumerate(spec["series"]):
        if f"sw{s + 1}" in board.regions:  # names at the ends of lines have no order of their own
            board.bind("legend", (series["name"],), [f"lg{s + 1}"])
        board.colour_of(series["name"], [f"lg{s + 1}", f"sw{s + 1}"])
    if style["colour_of"] in ("label", "highlight"):
        for i, name in enumerate(spec["labels"]):
            board.colour_of(name, [f"b1-{i + 1}", tick(i)] if f"b1-{i + 1}" in board.regions else [])


def dash_of(board: Board, series: int) -> tuple[float, ...]:
    return DASHES[series % len(DASHES)] if board.style["line_dash"] and len(board.spec["series"]) > 1 else ()


def marker_of(board: Board, series: int) -> str:
    kind = board.style["marker"]
    return MARKERS[series % len(MARKERS)] if kind == "vary" else kind


def readable(board: Board, colour: str) -> str:
    """The series' own colour for its labels, made darker (or lighter) until it can be read."""
    for share in (0.0, 0.2, 0.4, 0.6, 0.8):
        tried = mix(colour, board.style["ink"], share)
        if contrast(tried, board.style["panel"]) >= 4.2:
            return tried
    return str(board.style["ink"])
