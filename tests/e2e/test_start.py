"""The command starts fast: help and listings load nothing that draws, computes, stores or serves."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "babel", "cv2", "faker", "fontTools", "matplotlib", "numpy", "openpyxl", "pandas", "PIL", "pyarrow", "pypdfium2", "ray",
    "reportlab", "scipy", "shapely", "skia", "starlette", "sympy", "torch", "uharfbuzz", "uvicorn",
)  # fmt: skip
LISTING = """
import sys
sys.argv = ["proofpress", *{arguments!r}]
from proofpress.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code
"""
CODE = {
    "import proofpress": "import proofpress\n",
    "judge": "import proofpress\nassert proofpress.judge({'type': 'number', 'value': 7}, '7') is True\n",
    "--help": LISTING.format(arguments=["--help"]),
    "make --help": LISTING.format(arguments=["make", "--help"]),
    "engines": LISTING.format(arguments=["engines"]),
    "engines NAME --operators": LISTING.format(arguments=["engines", "geometry", "--operators"]),
}


def loaded(code: str) -> list[str]:
    """Those of HEAVY that a fresh process has loaded after this code."""
    probe = f"{code}import sys as system\nprint('loaded:', *(m for m in {HEAVY!r} if m in system.modules))\n"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()[1:]


@pytest.mark.parametrize("name", CODE)
def test_nothing_heavy_is_loaded(name: str) -> None:
    assert loaded(CODE[name]) == []


def test_something_heavy_is_seen() -> None:
    assert loaded("import numpy\n") == ["numpy"]


def test_import_proofpress_loads_no_module_of_the_house_but_its_version() -> None:
    code = "import sys, proofpress\nprint(*sorted(m for m in sys.modules if m.startswith('proofpress.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["proofpress.version"]
