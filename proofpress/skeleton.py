"""Working skeletons: a plug-in engine, and a template of an engine that is installed."""

from __future__ import annotations

import re
from importlib.resources import as_file, files
from pathlib import Path

from .errors import BadInput
from .registry import Registry

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def write_engine(name: str, into: Path) -> list[Path]:
    """Write the folder into/name with an engine that passes the contract; returns its files. BadInput if it is there."""
    _check(name)
    if name in Registry.load().engines():
        raise BadInput(f"engine {name!r} is installed already: choose another name")
    folder = into / name
    if folder.exists():
        raise BadInput(f"{folder}: is there already; choose another name or --into another folder")
    written = []
    with as_file(files("proofpress") / "skeletons" / "engine") as skeleton:
        for source in sorted(skeleton.rglob("*.*")):
            target = folder / source.relative_to(skeleton)
            if target.name == "engine.txt":  # not a module of this package
                target = target.with_suffix(".py")
            text = source.read_text("utf-8").replace("my_engine", name).replace("MyEngine", _camel(name))
            _write(target, text)
            written.append(target)
    return written


def write_template(id: str, into: Path, plugins: tuple[str, ...] = ()) -> Path:
    """Write into/engine/name.yaml: the engine's `model.txt`, else a copy of its first template, under the new name."""
    engine, slash, name = id.partition("/")
    if not slash:
        raise BadInput(f"template {id!r}: write it as ENGINE/NAME, for example charts/sales")
    _check(name)
    known = Registry.load(plugins).templates(engine)
    if name in known:
        raise BadInput(f"template {id} is there already: {known[name].path}; choose another name")
    model = next((t for t in known.values() if t.path), None)
    if model is None or model.path is None:
        raise BadInput(f"engine {engine!r} has no template to start from")
    own = model.path.with_name("model.txt")
    text = re.sub(
        r"(?m)^template\s*:.*$", f"template: {name}", (own if own.is_file() else model.path).read_text("utf-8"), count=1
    )
    target = into / engine / f"{name}.yaml"
    if target.exists():
        raise BadInput(f"{target}: is there already; choose another name or --into another folder")
    _write(
        target,
        f"# Works as it is; change what it draws. {'' if own.is_file() else f'Copied from {model.id}.'}".strip() + f"\n{text}",
    )
    return target


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise BadInput(f"name {name!r}: lower-case letters, digits and _ only, a letter first")


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    except OSError as error:
        raise BadInput(f"{target}: cannot be written ({error.strerror})") from None
