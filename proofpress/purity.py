"""The ban on any randomness but the seeds', on the clock and on the network: a static check of source code.

Only `seeds` may make generators.  A few rooms of the spine may look at the clock to report speed, two may open a socket
(the page's server, the cluster's address), and one speaks to a model's server; none of them reaches a truth.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

MODULES = frozenset(
    {
        "random",
        "secrets",
        "uuid",
        "time",
        "socket",
        "ssl",
        "http",
        "urllib",
        "requests",
        "httpx",
        "httpx2",
        "aiohttp",
        "ftplib",
        "openai",
    }
)
CALLS = {
    ("os", "urandom"),
    ("os", "getrandom"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
}
_TYPES = frozenset({"Generator", "BitGenerator", "SeedSequence"})  # as annotations they do no harm
# files of the spine that may import `time`, and `socket`: none of them touches what a sample holds
CLOCKS = (
    "make_sample.py",
    "run/local.py",
    "run/progress.py",
    "run/explain.py",
    "export/run.py",
    "commands/make_exports.py",
    "view/reader.py",
)
SOCKETS = ("run/cluster.py", "view/server.py")
NETWORK = "vlm/wire.py"
SEEDS = "seeds.py"


def impurities(source: str, allowed: Iterable[str] = ()) -> Iterator[str]:
    """ "line N: what" for each banned name in the source of one module."""
    allowed = set(allowed)
    tree = ast.parse(source)
    imported = [alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    numpy_names = {alias.asname or "numpy" for alias in imported if alias.name == "numpy"}
    taken = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
    real = {alias.asname: alias.name for alias in (*imported, *taken) if alias.asname}
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                for alias in names:
                    top = alias.name.split(".")[0]
                    if (top in MODULES or alias.name.startswith("numpy.random")) and top not in allowed:
                        yield f"line {node.lineno}: import {alias.name}"
            case ast.ImportFrom(module=str(module), names=names, level=0):
                top = module.split(".")[0]
                wanted = {alias.name for alias in names}
                if top in MODULES and top not in allowed:
                    yield f"line {node.lineno}: from {module} import …"
                elif (
                    "numpy.random" not in allowed
                    and ((module == "numpy.random" and wanted - _TYPES) or (module == "numpy" and "random" in wanted))
                ) or any((top, name) in CALLS for name in wanted):
                    yield f"line {node.lineno}: from {module} import {', '.join(sorted(wanted))}"
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=base), attr="random"), attr=attr):
                if base in numpy_names and attr not in _TYPES and "numpy.random" not in allowed:
                    yield f"line {node.lineno}: {base}.random.{attr}"
            case ast.Attribute(value=ast.Name(id=base), attr=attr) if (real.get(base, base), attr) in CALLS:
                yield f"line {node.lineno}: {base}.{attr}"
            case ast.Attribute(value=ast.Attribute(attr=base), attr=attr) if (base, attr) in CALLS:
                yield f"line {node.lineno}: {base}.{attr}"
            case ast.Call(func=ast.Attribute(attr="rvs"), keywords=given) if all(k.arg != "random_state" for k in given):
                yield f"line {node.lineno}: rvs without random_state"  # scipy then draws from numpy's global generator


def impure_files(folder: Path, allowed: Mapping[str, Iterable[str]] | None = None) -> Iterator[str]:
    """The impurities of every module under a folder, each with its file."""
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(folder).as_posix()
        for what in impurities(file.read_text("utf-8"), (allowed or {}).get(name, ())):
            yield f"{name}, {what}"


def spine_impurities() -> list[str]:
    """The impurities of the spine itself, beyond what it is granted."""
    granted = {
        SEEDS: ("numpy.random",),
        NETWORK: ("openai", "httpx2"),
        **dict.fromkeys(CLOCKS, ("time",)),
        **dict.fromkeys(SOCKETS, ("socket",)),
    }
    return list(impure_files(Path(__file__).parent, granted))
