"""What a lens, a sensor and a codec do to pixels where they stand: brightness, blur, noise, JPEG. Regions stay."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...seeds import Rng
from ..encode import decode
from ..picture import Picture, Pixels
from .base import Degradation, Parameters, between, either_sign

# Each table says how far a severity goes; heavy is what a person still reads without effort at 12 px type.
CONTRAST = {"light": (0.88, 0.97), "medium": (0.72, 0.88), "heavy": (0.55, 0.72)}
SHIFT = {"light": (4.0, 14.0), "medium": (14.0, 28.0), "heavy": (28.0, 45.0)}  # of 255
SIGMA = {"light": (0.4, 0.6), "medium": (0.6, 0.9), "heavy": (0.9, 1.15)}  # px
STREAK = {"light": (1.4, 2.0), "medium": (2.0, 2.8), "heavy": (2.8, 3.6)}  # px travelled while the shutter was open
GRAIN = {"light": (2.0, 5.0), "medium": (5.0, 10.0), "heavy": (10.0, 18.0)}  # standard deviation, of 255
QUALITY = {"light": (65.0, 85.0), "medium": (40.0, 65.0), "heavy": (20.0, 40.0)}
MIDDLE = 128.0
CLIPPED = 8.0  # levels of 255 that may run into white or black: no eye tells them apart


def _choose_brightness(severity: str, rng: Rng) -> Parameters:
    return {"contrast": between(rng, CONTRAST[severity]), "shift": either_sign(rng, SHIFT[severity], 1)}


def brightness(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Contrast around the middle grey, then a shift, held to what the lost contrast leaves free and CLIPPED levels more, so
    that white paper and pale ink stay apart."""
    room = MIDDLE * (1 - p["contrast"]) + CLIPPED
    shift = max(-room, min(room, p["shift"]))
    table = np.clip((np.arange(256) - MIDDLE) * p["contrast"] + MIDDLE + shift, 0, 255).round().astype(np.uint8)
    import cv2

    return picture.recolour(lambda pixels: np.asarray(cv2.LUT(pixels, table), np.uint8))


def _choose_blur(severity: str, rng: Rng) -> Parameters:
    if rng.random() < 0.7:
        return {"kind": "focus", "sigma": between(rng, SIGMA[severity])}
    return {"kind": "motion", "length": between(rng, STREAK[severity], 2), "angle": between(rng, (0.0, 180.0), 1)}


def blur(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Out of focus (Gaussian, sigma px) or shaken (a streak of `length` px)."""
    import cv2

    def change(pixels: Pixels) -> Pixels:
        if p["kind"] == "focus":
            out = cv2.GaussianBlur(pixels, (0, 0), p["sigma"], borderType=cv2.BORDER_REPLICATE)
        else:
            out = cv2.filter2D(pixels, -1, _streak(p["length"], p["angle"]), borderType=cv2.BORDER_REPLICATE)
        return np.asarray(out, np.uint8)

    return picture.recolour(change)


def _streak(length: float, angle: float) -> NDArray[np.float32]:
    """A symmetric kernel: the share of time that each pixel's content spent over its neighbours."""
    reach = math.ceil(length / 2) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    for t in np.linspace(-length / 2, length / 2, 8 * reach + 1):
        x, y = reach + t * c, reach + t * s
        i, j = int(y), int(x)
        for di, dj in ((0, 0), (0, 1), (1, 0), (1, 1)):
            kernel[i + di, j + dj] += (1 - abs(y - i - di)) * (1 - abs(x - j - dj))
    return kernel / kernel.sum()


def _choose_noise(severity: str, rng: Rng) -> Parameters:
    return {"kind": "grey" if rng.random() < 0.5 else "colour", "sigma": between(rng, GRAIN[severity], 2)}


def noise(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Gaussian noise of `sigma`: one value a pixel (film, scanner) or one a channel (sensor)."""
    import cv2

    def change(pixels: Pixels) -> Pixels:
        channels = 1 if p["kind"] == "grey" else 3
        bytes_ = rng.integers(0, 256, (*pixels.shape[:2], channels), dtype=np.uint8)
        # a byte through the quantiles of the normal curve: ten times as fast as drawing normal numbers
        grain = cv2.LUT(bytes_, (_normal_quantiles() * p["sigma"]).round().astype(np.int16))
        if channels == 1:
            grain = cv2.merge([grain, grain, grain])
        return np.asarray(cv2.add(pixels, grain, dtype=cv2.CV_8U), np.uint8)

    return picture.recolour(change)


@lru_cache(maxsize=1)
def _normal_quantiles() -> NDArray[np.float64]:
    """256 equally likely values of the standard normal distribution, rescaled to variance 1."""
    from statistics import NormalDist

    q = np.array([NormalDist().inv_cdf((i + 0.5) / 256) for i in range(256)])
    return np.asarray(q / q.std())


def _choose_jpeg(severity: str, rng: Rng) -> Parameters:
    return {"quality": round(between(rng, QUALITY[severity]))}


def jpeg(picture: Picture, p: Mapping[str, Any], rng: Rng) -> Picture:
    """Compressed at `quality` (0..100, chroma at half resolution as phones do) and opened again."""
    import cv2

    def change(pixels: Pixels) -> Pixels:
        bgr = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
        _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, p["quality"]])
        return decode(data.tobytes())

    return picture.recolour(change)


BRIGHTNESS = Degradation("brightness", 2, _choose_brightness, brightness)
BLUR = Degradation("blur", 3, _choose_blur, blur)
NOISE = Degradation("noise", 4, _choose_noise, noise)
JPEG = Degradation("jpeg", 5, _choose_jpeg, jpeg)
