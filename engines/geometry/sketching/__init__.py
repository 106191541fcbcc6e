"""Figures under construction: points by how they are placed, strokes, circles, claims, and numbers that suit them."""
