"""YAML data, read strictly: the one reader of every file of data, of recipes and of rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .errors import BadInput

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Strict(_Loader):  # type: ignore[misc]
    """Plain YAML, where a key that is there twice is a fault: the second would take the place of the first unseen."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[tuple[str, str]] = set()  # 1 and "1" are two keys
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                if (key.tag, key.value) in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} is there twice", key.start_mark)
                seen.add((key.tag, key.value))
        return dict(super().construct_mapping(node, deep))


def read_yaml(file: Path, empty: bool = False) -> dict[str, Any]:
    """A YAML file whose top level is a mapping. BadInput, in one line, names the file and the line at fault.

    empty: a file that says nothing is an empty mapping, and not a fault.
    """
    try:
        data = yaml.load(file.read_text("utf-8"), Loader=_Strict)
    except OSError as error:
        raise BadInput(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file}: not UTF-8 text; save it as UTF-8") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise BadInput(f"{file}{where}: broken YAML: {getattr(error, 'problem', None) or error}") from None
    if data is None and empty:
        return {}
    if not isinstance(data, dict):
        raise BadInput(f"{file}: expected keys and values (a YAML mapping)")
    return data
