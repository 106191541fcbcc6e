"""What is asked on the command line, as a recipe holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..engine import DataFile
from ..errors import BadInput
from .values import MOST_SHARE

_ROLE = re.compile(r"^\s*([a-z_]+)\s*$")


def parse_domains(text: str) -> dict[str, float]:
    """`charts=40,geometry=60` or `charts,geometry` (equal shares)."""
    out: dict[str, float] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, eq, weight = (s.strip() for s in part.partition("="))
        try:
            share = float(weight) if eq else 1.0
        except ValueError:
            share = -1.0
        if not name or not 0 < share <= MOST_SHARE:
            raise BadInput(f"domain {part!r}: write NAME or NAME=SHARE with a share above 0, for example charts=40,geometry=60")
        if name in out:
            raise BadInput(f"domain {name!r} is named twice in {text!r}")
        out[name] = share
    if not out:
        raise BadInput("no domain given: write for example --domain charts=40,geometry=60")
    return out


def parse_difficulty(text: str) -> tuple[int, int]:
    """`3` or `1-5`."""
    match = re.fullmatch(r"\s*([1-5])\s*(?:-\s*([1-5])\s*)?", text)
    if not match or (match[2] and match[2] < match[1]):
        raise BadInput(f"difficulty {text!r}: write one level or a range between 1 and 5, for example 2-4")
    return int(match[1]), int(match[2] or match[1])


def parse_data(text: str) -> DataFile:
    r"""`FILE` or `FILE:category=Region,value=Revenue,unit=EUR`.

    The longest beginning that is a file and is followed by nothing or by a colon is the file, so a path may hold colons and
    equals signs; in names, \, \= \: and \\ stand for themselves.
    """
    if Path(text).is_file():
        return DataFile(text)
    for at in sorted((m.start() for m in re.finditer(":", text)), reverse=True):
        for name in (text[:at], re.sub(r"\\([:=,\\])", r"\1", text[:at])):
            if Path(name).is_file():
                return DataFile(name, tuple(_roles(text, text[at + 1 :])))
    name = re.split(r"(?<!\\):(?=\s*[a-z_]+\s*=)", text)[0]
    raise BadInput(f"data file {name}: no such file; check the path (in a recipe it counts from the recipe's folder)")


def _roles(text: str, mapping: str) -> Iterator[tuple[str, str]]:
    for part in re.split(r"(?<!\\),", mapping):
        role, eq, name = re.split(r"(?<!\\)(=)", part, maxsplit=1) if re.search(r"(?<!\\)=", part) else (part, "", "")
        match = _ROLE.match(role)
        name = re.sub(r"\\([:=,\\])", r"\1", name.strip())
        if not eq or not match or not name:
            raise BadInput(f"data {text!r}: {part!r} is no ROLE=COLUMN; write for example "
                           r"sales.csv:category=Region,value=Revenue (a comma in a name is written \,)")  # fmt: skip
        yield match[1], name
