"""The scorer as one file that needs only the standard library, made of the modules that Proofpress itself uses.

The rule: follow the relative imports from `trainers`, put each module behind those it imports, drop the relative import
lines.  No module may rename what it imports or use a name at its top level that another one uses; a clash is an error here.
"""

from __future__ import annotations

import ast
import sys
from functools import lru_cache
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
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


@lru_cache(maxsize=1)
def scorer_source() -> str:
    """The text of the scorer file."""
    order: list[tuple[str, ...]] = []
    _visit(_ENTRY, order)
    names: dict[str, str] = {}
    parts = [_HEAD]
    for module in order:
        source = _path(module).read_text("utf-8")
        tree = ast.parse(source)
        for name in _defined(tree):
            if name in names:
                raise ValueError(f"{'.'.join(module)} and {names[name]} both define {name}: rename one")
            names[name] = ".".join(module)
        title = ".".join(("proofpress", *module))
        parts.append(f"\n# {'-' * (118 - len(title))} {title}\n{_without_imports(source, tree)}")
    return "\n".join(parts)


def _path(module: tuple[str, ...]) -> Path:
    return _PACKAGE.joinpath(*module).with_suffix(".py")


def _visit(module: tuple[str, ...], order: list[tuple[str, ...]]) -> None:
    for node in ast.parse(_path(module).read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = module[: len(module) - node.level]
            found = (*base, *(node.module or "").split("."))
            if found not in order:
                _visit(found, order)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            top = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
            if (top or "").split(".")[0] not in sys.stdlib_module_names:
                raise ValueError(f"{'.'.join(module)} imports {top}, which is not in the standard library")
    order.append(module)


def _defined(tree: ast.Module) -> list[str]:
    out = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            out.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            out += [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        elif isinstance(node, ast.ImportFrom) and node.level and any(a.asname not in (None, a.name) for a in node.names):
            raise ValueError(f"line {node.lineno}: an import is renamed; import it under its own name")
    return out


def _without_imports(source: str, tree: ast.Module) -> str:
    """The module without its docstring, its relative imports and `from __future__`."""
    lines = source.splitlines()
    drop: set[int] = set()
    for i, node in enumerate(tree.body):
        docstring = i == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        relative = isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__")
        if docstring or relative:
            drop |= set(range(node.lineno - 1, node.end_lineno or node.lineno))
    return "\n".join(line for i, line in enumerate(lines) if i not in drop).strip() + "\n"
