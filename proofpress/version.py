"""The version of the package; sets and passes name it."""

__version__ = "0.1.0"
