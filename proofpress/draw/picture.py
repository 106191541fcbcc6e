"""Pixels and regions, and the moves that carry both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from ..model import Fact, Quad, Region

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shown:
    """at: ids of the regions where a fact *is*, which a box or point answer means; () where it is in no one place.
    needs: ids of the regions that a reader needs to see for it, whether or not they are named in `at` too."""

    at: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def regions(self) -> tuple[str, ...]:
        """All that must be seen, each once."""
        return tuple(dict.fromkeys((*self.at, *self.needs)))


@dataclass(frozen=True)
class Picture:
    """pixels: (height, width, 3) uint8 RGB.  regions: quads in the same pixels.  shows: fact id -> where it is, and which
    regions are needed to read it.  margins: fact id -> how far a careful reader of this
    picture may be off, in the fact's unit (a twentieth of a tick interval, never less than 2 px; 0 where printed).
    facts: what is true only once drawn (the colour of a series), with ids of their own."""

    pixels: Pixels
    regions: tuple[Region, ...] = ()
    shows: Mapping[str, Shown] = field(default_factory=dict)
    margins: Mapping[str, float] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    def region(self, id: str) -> Region:
        for r in self.regions:
            if r.id == id:
                return r
        raise KeyError(f"no region {id!r} in this picture")

    def recolour(self, change: Callable[[Pixels], Pixels]) -> Picture:
        """Pixels change where they are; regions stay."""
        pixels = change(self.pixels)
        if pixels.shape != self.pixels.shape:
            raise ValueError("recolour must keep the shape; use warp for moves")
        return replace(self, pixels=pixels)

    def warp(self, matrix: NDArray[np.float64], size: tuple[int, int], fill: tuple[int, int, int]) -> Picture:
        """Move pixels and regions by one 3x3 homography (source px -> target px) into (width, height).

        Pixel (0, 0) covers [0, 1) x [0, 1); OpenCV puts its centre at the origin, hence the half pixels.
        """
        import cv2

        half = np.array([[1.0, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        pixels = cv2.warpPerspective(
            self.pixels,
            np.linalg.inv(half) @ matrix @ half,
            size,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=fill,
        )
        return replace(self, pixels=np.asarray(pixels, np.uint8), regions=self.moved(matrix))

    def moved(self, matrix: NDArray[np.float64]) -> tuple[Region, ...]:
        """The regions moved by one 3x3 homography."""
        return tuple(_move(r, matrix) for r in self.regions)

    def extend(self, top: int, bottom: int, fill: tuple[int, int, int]) -> Picture:
        """Add bands above and below, px."""
        pixels = np.empty((self.height + top + bottom, self.width, 3), np.uint8)
        pixels[:top], pixels[top + self.height :] = fill, fill
        pixels[top : top + self.height] = self.pixels
        matrix = np.array([[1.0, 0, 0], [0, 1, top], [0, 0, 1]])
        return replace(self, pixels=pixels, regions=self.moved(matrix))


def numbered(drawn: Picture | Sequence[Picture]) -> tuple[Picture, ...]:
    """What an engine drew as the pictures of one sample: each region says which it is in.

    ValueError where there is none, or where two regions have one id.
    """
    pictures = (drawn,) if isinstance(drawn, Picture) else tuple(drawn)
    if not pictures:
        raise ValueError("no picture was drawn")
    ids = [r.id for p in pictures for r in p.regions]
    if len(set(ids)) != len(ids):
        twice = next(i for i in ids if ids.count(i) > 1)
        raise ValueError(f"two regions are called {twice!r}; ids are unique over all pictures of a sample")
    return tuple(replace(p, regions=tuple(replace(r, image=i) for r in p.regions)) if i else p for i, p in enumerate(pictures))


def move_points(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 2) points through a 3x3 homography."""
    homogeneous = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:])


def _move(region: Region, matrix: NDArray[np.float64]) -> Region:
    quad: Quad = tuple(float(v) for v in move_points(np.reshape(region.quad, (4, 2)), matrix).ravel())  # type: ignore[assignment]
    chars = region.chars
    if chars is not None:
        chars = tuple(float(v) for v in move_points(np.reshape(chars, (-1, 2)), matrix).ravel())
    polygon = region.polygon
    if polygon is not None:
        polygon = tuple(float(v) for v in move_points(np.reshape(polygon, (-1, 2)), matrix).ravel())
    return replace(region, quad=quad, chars=chars, polygon=polygon)
