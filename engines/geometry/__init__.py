"""Plane geometry: figures that grow line by line, and questions proved from what they show."""

from .engine import Geometry

engine = Geometry()
