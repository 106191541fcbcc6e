"""The simple part of Jinja2, compiled by Python itself: a wording costs 0.1 ms to compile and microseconds to fill.

A process meets some thousand wordings, and Jinja2 takes a millisecond or more to compile each.  Most are text with slots,
filters and plain conditions, whose expressions mean the same in Python; these are turned into one Python expression.  Whatever
else a wording holds, and whatever goes wrong while one is filled, is left to Jinja2 (`compile_text` or the function that it
returns gives None), so that the result and the error message are always Jinja2's.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from typing import Any

Fill = Callable[[Mapping[str, Any]], str | None]

_PIECES = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_ODD = re.compile(r"\{\{[-+]|[-+]\}\}|\{%[-+]|[-+]%\}|\{#|\n")
_COMPARISONS = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn)
_FAULTS = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError)


class _Unsupported(Exception):
    """The wording holds what only Jinja2 can do."""


def compile_text(text: str, filters: Mapping[str, Callable[..., Any]]) -> Fill | None:
    """A function from slots to the filled text, or None where the wording needs Jinja2.

    The function gives None where the slots do not fit the wording.
    """
    if _ODD.search(text):
        return None
    try:
        pieces = [p for p in _PIECES.split(text) if p]
        body, rest = _block(pieces, 0, filters)
        if rest != len(pieces):
            return None
        tree = ast.fix_missing_locations(ast.Expression(body))
        code = compile(tree, "<wording>", "eval")
    except (_Unsupported, SyntaxError, ValueError, RecursionError):
        return None
    names = {"__builtins__": {}, "_str": str, "_of": _attribute, "_f": dict(filters)}

    def fill(slots: Mapping[str, Any]) -> str | None:
        try:
            return str(eval(code, names, {"_s": slots}))
        except _FAULTS:
            return None

    return fill


def _attribute(value: Any, name: str) -> Any:
    """`value.name` as Jinja2 has it: an attribute, or else an item."""
    try:
        return getattr(value, name)
    except AttributeError:
        return value[name]


def _block(pieces: list[str], at: int, filters: Mapping[str, Any]) -> tuple[ast.expr, int]:
    """The pieces from `at` up to a tag that ends a block, as one expression for their text."""
    parts: list[ast.expr] = []
    while at < len(pieces):
        piece = pieces[at]
        if piece.startswith("{{"):
            parts.append(_call("_str", _expression(piece[2:-2], filters)))
            at += 1
        elif piece.startswith("{%"):
            word, _, condition = piece[2:-2].strip().partition(" ")
            if word != "if":
                break
            value, at = _conditional(condition, pieces, at, filters)
            parts.append(value)
        else:
            parts.append(ast.Constant(piece))
            at += 1
    joined: ast.expr = ast.Constant("")
    if parts:
        joined = parts[0]
        for part in parts[1:]:
            joined = ast.BinOp(joined, ast.Add(), part)
    return joined, at


def _conditional(condition: str, pieces: list[str], at: int, filters: Mapping[str, Any]) -> tuple[ast.expr, int]:
    """An if with all its branches, from the tag at `at`; the place behind its endif."""
    test = _expression(condition, filters)
    body, at = _block(pieces, at + 1, filters)
    if at >= len(pieces):
        raise _Unsupported
    word, _, more = pieces[at][2:-2].strip().partition(" ")
    otherwise: ast.expr = ast.Constant("")
    if word == "elif":
        otherwise, at = _conditional(more, pieces, at, filters)
    elif word == "else" and not more:
        otherwise, at = _block(pieces, at + 1, filters)
        if at >= len(pieces) or pieces[at][2:-2].strip() != "endif":
            raise _Unsupported
        at += 1
    elif word == "endif" and not more:
        at += 1
    else:
        raise _Unsupported
    return ast.IfExp(test, body, otherwise), at


def _expression(text: str, filters: Mapping[str, Any]) -> ast.expr:
    return _node(ast.parse(text.strip(), mode="eval").body, filters)


def _node(node: ast.expr, filters: Mapping[str, Any]) -> ast.expr:
    """A node of Python's own syntax tree with slots looked up and filters called; only what means the same in Jinja2."""

    def go(part: ast.expr) -> ast.expr:
        return _node(part, filters)

    match node:
        case ast.Name(id=name) if name.lower() not in ("true", "false", "none", "loop", "self", "varargs", "kwargs", "caller"):
            return ast.Subscript(ast.Name("_s", ast.Load()), ast.Constant(name), ast.Load())
        case ast.Constant(value=str() | int()) if not isinstance(node.value, bool):
            return ast.Constant(node.value)
        case ast.Attribute(value=value, attr=attr) if not attr.startswith("_"):
            return _call("_of", go(value), ast.Constant(attr))
        case ast.Subscript(value=value, slice=ast.Constant(value=int() as index)):
            return ast.Subscript(go(value), ast.Constant(index), ast.Load())
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper, step=None)):
            ends = [None if end is None else go(end) for end in (lower, upper)]
            return ast.Subscript(go(value), ast.Slice(ends[0], ends[1]), ast.Load())
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return ast.IfExp(go(test), go(body), go(orelse))
        case ast.BoolOp(op=op, values=values):
            return ast.BoolOp(op, [go(v) for v in values])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return ast.UnaryOp(ast.Not(), go(operand))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if isinstance(op, _COMPARISONS):
            return ast.Compare(go(left), [op], [go(right)])
        case ast.Tuple(elts=elements):
            return ast.Tuple([go(e) for e in elements], ast.Load())
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _filtered(go(left), left, right, filters)
    raise _Unsupported


def _filtered(value: ast.expr, source: ast.expr, right: ast.expr, filters: Mapping[str, Any]) -> ast.expr:
    """`value | name` or `value | name(arguments)`.

    Jinja2's filter binds to the operand next to it; Python's | would take a whole comparison or condition.
    """
    arguments: list[ast.expr] = []
    name = right
    if isinstance(right, ast.Call) and not right.keywords:
        name, arguments = right.func, [_node(a, filters) for a in right.args]
    plain = isinstance(source, (ast.Name, ast.Attribute, ast.Subscript, ast.Constant, ast.IfExp, ast.BinOp))
    if not plain or not isinstance(name, ast.Name) or name.id not in filters:
        raise _Unsupported
    if (passed := getattr(filters[name.id], "jinja_pass_arg", None)) is not None:
        if passed.name != "context":
            raise _Unsupported
        value, arguments = ast.Name("_s", ast.Load()), [value, *arguments]
    call = ast.Subscript(ast.Name("_f", ast.Load()), ast.Constant(name.id), ast.Load())
    return ast.Call(call, [value, *arguments], [])


def _call(name: str, *arguments: ast.expr) -> ast.expr:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])
