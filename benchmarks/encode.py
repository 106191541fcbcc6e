"""What PNG encoders cost: `python benchmarks/encode.py`. Milliseconds and KiB at 800x600, best of 7, one thread."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from proofpress.draw.encode import decode, encode
from proofpress.draw.fonts import face, stack
from proofpress.draw.picture import Pixels
from proofpress.draw.vector import Face, Surface, shape

SIZE = (800, 600)


def chart() -> Pixels:
    """Bars with numbers on them."""
    surface, rng = Surface(*SIZE), np.random.default_rng(7)
    text = Face(stack(face("Lato")))
    for i, height in enumerate(rng.uniform(80, 450, 12)):
        x = 40 + 62 * i
        surface.fill([[(x, 540 - height), (x + 44, 540 - height), (x + 44, 540), (x, 540)]], "#4e79a7")
        surface.text(shape(f"{height:.1f}", text, 15), x, 530 - height, "#222222")
    return surface.pixels()


def figure() -> Pixels:
    """Thin slanted lines and a circle."""
    surface = Surface(*SIZE)
    surface.stroke([(50, 500), (300, 40), (750, 520)], "#111111", 2, closed=True)
    surface.stroke([(300, 40), (280, 508)], "#111111", 2)
    surface.circle(400, 300, 200, "#111111", 2)
    return surface.pixels()


def grainy() -> Pixels:
    """The figure, photographed badly."""
    noise = np.random.default_rng(7).normal(0, 6, (SIZE[1], SIZE[0], 1))
    return np.clip(figure() + noise, 0, 255).astype(np.uint8)


def pillow(level: int) -> Callable[[Pixels], bytes]:
    def run(pixels: Pixels) -> bytes:
        out = io.BytesIO()
        Image.fromarray(pixels).save(out, "PNG", compress_level=level)
        return out.getvalue()

    return run


def opencv(pixels: Pixels) -> bytes:
    return cv2.imencode(".png", pixels[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 1])[1].tobytes()


def main() -> None:
    cv2.setNumThreads(1)
    pictures = {"chart": chart(), "figure": figure(), "grainy": grainy()}
    ways: dict[str, Callable[[Pixels], bytes]] = {
        "proofpress": encode,
        "Pillow 1": pillow(1),
        "Pillow 6": pillow(6),
        "OpenCV 1": opencv,
    }
    print(f"{'':12}" + "".join(f"{name:>20}" for name in pictures))
    for name, way in ways.items():
        cells = []
        for pixels in pictures.values():
            times = []
            for _ in range(7):
                start = time.perf_counter()
                data = way(pixels)
                times.append(time.perf_counter() - start)
            assert (decode(data) == pixels).all(), name
            cells.append(f"{min(times) * 1e3:7.1f} ms {len(data) / 1024:5.0f} KiB")
        print(f"{name:12}" + "".join(f"{c:>20}" for c in cells))


if __name__ == "__main__":
    main()
