"""The only source of randomness.

A sample's seed is a hash of everything that names it, so adjacent root seeds share nothing and worker count, order and
resume never change a byte.  Each stage of one sample draws from its own stream: a change in how one stage uses its
numbers leaves the others' alone.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Rng = np.random.Generator
else:
    Rng = "numpy.random.Generator"  # numpy is loaded when the first stream is opened: listings need none


def sample_seed(root: int, engine: str, engine_version: str, template: str, split: str, index: int) -> int:
    """The 64-bit seed of one sample."""
    key = "\x1f".join((str(root), engine, engine_version, template, split, str(index)))
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def stream(seed: int, *path: str | int) -> Rng:
    """An independent numpy Philox generator for the named stage of the sample with this seed."""
    import numpy as np

    key = "\x1f".join((str(seed), *map(str, path)))
    words = np.frombuffer(hashlib.blake2b(key.encode(), digest_size=16).digest(), dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=words))
