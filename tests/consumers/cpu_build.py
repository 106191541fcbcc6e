"""torchvision and torchaudio beside a CPU build of torch.

The registry builds both for CUDA; beside a CPU build of torch their compiled parts do not load.  torchvision then fails on two
operators (nms, qnms) that it takes to be declared: they are declared here, and the rest of the real package (resizing,
normalising: plain torch) works.  torchaudio does without its compiled part only where the file is not there: it is set aside.
Nothing is replaced: calling what is missing still fails.
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


def settle() -> None:
    """Make both packages importable.  Call before anything imports them; does nothing where torch is not installed."""
    if find_spec("torch") is None or _held:
        return
    import torch

    if (vision := _folder("torchvision")) is not None and not all(map(_loads, vision.glob("_C*.so"))):
        _held.append(torch.library.Library("torchvision", "FRAGMENT"))
        for declaration in _NEEDED:
            _held[0].define(declaration)
    if (audio := _folder("torchaudio")) is not None:
        for library in [file for file in (audio / "lib").glob("*.so") if not _loads(file)]:
            library.rename(library.with_suffix(".does-not-load"))


def _folder(package: str) -> Path | None:
    spec = find_spec(package)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _loads(library: Path) -> bool:
    import torch

    try:
        torch.ops.load_library(str(library))
    except OSError:
        return False
    return True
