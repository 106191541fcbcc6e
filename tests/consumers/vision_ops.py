"""torchvision without its compiled part, for a CPU build of torch.

The registry's torchvision is built for CUDA; beside a CPU build of torch its library of compiled operators does not load, and
its import fails for two operators (nms, qnms) that it takes to be declared.  They are declared here, so that the rest of the
real package (resizing, normalising: plain torch) can be used.  Calling one of the two still fails.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

_NEEDED = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_held: list[Any] = []  # a declaration lasts as long as the library object


def declare_missing_ops() -> bool:
    """Whether something had to be declared.  Call before torchvision is imported."""
    spec = find_spec("torchvision")
    if spec is None or spec.origin is None or _held:
        return bool(_held)
    import torch

    try:
        torch.ops.load_library(str(next(Path(spec.origin).parent.glob("_C*.so"))))
    except (StopIteration, OSError):
        _held.append(torch.library.Library("torchvision", "FRAGMENT"))
        for declaration in _NEEDED:
            _held[0].define(declaration)
    return bool(_held)
