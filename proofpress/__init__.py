"""Proofpress: rendered images with proved questions and answers."""

__version__ = "0.1.0"
