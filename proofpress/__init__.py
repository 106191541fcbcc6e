"""Proofpress: rendered images with proved questions and answers."""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The public face, loaded when it is first used: `import proofpress` itself stays cheap."""
    if name == "judge":
        from .answers.judge import judge

        return judge
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
