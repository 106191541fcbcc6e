"""Pixels to image files and back: PNG (lossless), JPEG, WebP.

PNG is put together here, from one row filter for the whole picture and libdeflate: at 800x600 a diagram takes 2-3 ms where
Pillow takes 5-9 ms for more bytes, and the same bytes come out on every machine (see benchmarks/encode.py).
"""

from __future__ import annotations

import struct
import zlib

import deflate
import numpy as np

from ..errors import BadInput
from .picture import Pixels

FORMATS = ("png", "jpeg", "webp")
JPEG_QUALITY = 92
WEBP_QUALITY = 90
# Libdeflate's levels 2-4 cost the same on drawn pictures; on grainy ones 2 is the cheapest by far.
PNG_LEVEL = 2
# Below this share of bytes that differ from the row above, a picture is drawn, not grainy.
GRAINY = 0.35
_NO_FILTER, _UP = 0, 2
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encode(pixels: Pixels, fmt: str = "png") -> bytes:
    """(height, width, 3) uint8 RGB as the bytes of a file. BadInput for a format not in FORMATS."""
    if fmt == "png":
        return _png(pixels)
    if fmt not in FORMATS:
        raise BadInput(f"image format {fmt!r}: unknown; choose one of {', '.join(FORMATS)}")
    import cv2

    options = {
        # no chroma subsampling: thin coloured strokes and small coloured type would lose their colour
        "jpeg": [
            cv2.IMWRITE_JPEG_QUALITY,
            JPEG_QUALITY,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR,
            cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444,
        ],
        "webp": [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY],
    }
    _, data = cv2.imencode("." + fmt, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options[fmt])
    return data.tobytes()


def decode(data: bytes) -> Pixels:
    """The bytes of an image file as (height, width, 3) uint8 RGB. BadInput where they are no image."""
    import cv2

    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if pixels is None:
        raise BadInput(f"image of {len(data)} bytes: not a readable PNG, JPEG or WebP; make the set again")
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB), np.uint8)


def _png(pixels: Pixels) -> bytes:
    height, width, _ = pixels.shape
    flat = np.ascontiguousarray(pixels).reshape(height, 3 * width)
    rows = np.empty((height, 1 + 3 * width), np.uint8)
    np.subtract(flat[1:], flat[:-1], out=rows[1:, 1:])
    if np.count_nonzero(rows[1:, 1:]) < GRAINY * flat.size:
        rows[:, 0], rows[0, 1:] = _UP, flat[0]
    else:
        rows[:, 0], rows[:, 1:] = _NO_FILTER, flat
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = bytes(deflate.zlib_compress(rows, PNG_LEVEL))
    return _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(data, zlib.crc32(kind)))
