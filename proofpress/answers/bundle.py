"""The scorer as one file that needs only the standard library, made of the modules that Proofpress itself uses.

The rule: follow the relative imports from `trainers`, put each module behind those it imports, drop the relative import
lines.  A folder stands for all of its modules (the kinds of answers).  No module may rename what it imports or use a name at
its top level that another one uses; a clash is an error here.  Kinds of plug-ins come last, under the same rule.
"""

from __future__ import annotations

import ast
import sys
from functools import lru_cache
from pathlib import Path

from ..errors import BadInput

_PACKAGE = Path(__file__).parents[1]
Module = tuple[str, ...]
_ENTRY = ("answers", "trainers")
_HEAD = '''"""Proofpress scorer: one file, only the standard library. Made by `proofpress`; do not edit.

    compute_score(data_source, solution_str, ground_truth, extra_info=None, ...) -> dict     verl
    compute_score_batch(reward_inputs, ...) -> list[dict]                                    EasyR1
    reward(completions, solution, ...) -> list[float]                                        TRL
    score(completion, payload, rule="final", weight=0.5) -> dict                             anything else

A payload is the JSON text that the export wrote beside each question. Licence: Apache-2.0.
"""

from __future__ import annotations

import sys
import types

if __name__ not in sys.modules:  # some loaders do not register the module, and dataclasses look it up
    sys.modules[__name__] = types.ModuleType(__name__)
'''


@lru_cache(maxsize=8)
def scorer_source(kinds: tuple[str, ...] = ()) -> str:
    """The text of the scorer file.  kinds: the files of plug-ins' kinds of answers, which it holds, too.

    ValueError where a module cannot stand in it; BadInput where a plug-in's cannot.
    """
    order: list[Module] = []
    _visit(_ENTRY, order)
    names: dict[str, str] = {}
    parts = [_HEAD]
    for module in order:
        title = ".".join(("proofpress", *module))
        parts.append(_part(title, _path(module).read_text("utf-8"), names))
    for file in kinds:
        source = Path(file).read_text("utf-8")
        try:
            _depends(file, None, source, order)
            parts.append(_part(file.rsplit("/", 1)[-1], source, names))
        except ValueError as error:
            raise BadInput(f"{file}: cannot stand in the scorer file that trainers take: {error}") from None
    return "\n".join(parts)


def _part(title: str, source: str, names: dict[str, str]) -> str:
    """A module as it stands in the file.  names: of what stands there already, with where it comes from; added to."""
    tree = ast.parse(source)
    for name, origin in _defined(tree, title):
        if names.setdefault(name, origin) != origin:
            raise ValueError(f"{title} and {names[name]} both define {name}: rename one")
    return f"\n# {'-' * (118 - len(title))} {title}\n{_without_imports(source, tree)}"


def _path(module: Module) -> Path:
    folder = _PACKAGE.joinpath(*module)
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def _visit(module: Module, order: list[Module]) -> None:
    path = _path(module)
    folder = path.name == "__init__.py"
    for found in _depends(".".join(module), module if folder else module[:-1], path.read_text("utf-8"), None):
        if found not in order:
            _visit(found, order)
    if not folder:
        order.append(module)
        return
    for file in sorted(path.parent.glob("*.py")):
        if file != path and (*module, file.stem) not in order:
            _visit((*module, file.stem), order)


def _depends(name: str, package: Module | None, source: str, known: list[Module] | None) -> list[Module]:
    """The modules of the package that a module imports; ValueError for what is in neither the package nor the standard library.

    package: where its relative imports start, None where it may have none.  known: what it may import by full name.
    """
    out = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and node.level and package is not None:
            out.append((*package[: len(package) - node.level + 1], *(node.module.split(".") if node.module else ())))
        elif isinstance(node, ast.ImportFrom) and known is not None and (node.module or "").startswith("proofpress."):
            module = tuple((node.module or "").split(".")[1:])
            if module not in known and not any(m[: len(module)] == module for m in known):
                raise ValueError(f"it imports {node.module}, which is not in that file")
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            for top in [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]:
                if (top or ".").split(".")[0] not in sys.stdlib_module_names:
                    raise ValueError(f"{name} imports {top or 'its neighbours'}, which is not in the standard library")
    return out


def _defined(tree: ast.Module, title: str) -> list[tuple[str, str]]:
    """(name, where it comes from) of everything that the module's top level defines or imports from the standard library."""
    out = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            out.append((node.name, title))
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            out += [(n.id, title) for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
            if (isinstance(node, ast.ImportFrom) and node.level) or module.startswith("proofpress."):
                if any(a.asname not in (None, a.name) for a in node.names):
                    raise ValueError(f"line {node.lineno}: an import is renamed; import it under its own name")
            else:
                out += [(a.asname or a.name.split(".")[0], f"{module}.{a.name}") for a in node.names]
    return out


def _without_imports(source: str, tree: ast.Module) -> str:
    """The module without its docstring, its relative imports and `from __future__`."""
    lines = source.splitlines()
    drop: set[int] = set()
    for i, node in enumerate(tree.body):
        docstring = i == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        relative = isinstance(node, ast.ImportFrom) and (
            node.level or node.module == "__future__" or (node.module or "").startswith("proofpress.")
        )
        if docstring or relative:
            drop |= set(range(node.lineno - 1, node.end_lineno or node.lineno))
    return "\n".join(line for i, line in enumerate(lines) if i not in drop).strip() + "\n"
