"""The ban on other randomness catches what it should, and lets through what it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.purity import impure_files, impurities, spine_impurities

PLANTED = [
    "import random\nx = random.random()",
    "from random import choice",
    "import numpy as np\nnp.random.rand(3)",
    "import numpy as n\nn.random.default_rng()",
    "import numpy\nnumpy.random.seed(0)",
    "from numpy.random import default_rng",
    "from numpy import random",
    "import uuid",
    "import time",
    "from datetime import datetime\ndatetime.now()",
    "import datetime\ndatetime.datetime.now()",
    "import os\nos.urandom(8)",
    "import os as system\nsystem.urandom(8)",
    "from datetime import datetime as moment\nmoment.now()",
    "from scipy.stats import norm\nnorm.rvs(size=3)",
    "from os import urandom",
    "import secrets",
    "import socket",
    "from urllib.request import urlopen",
    "def f():\n    import requests",
]


@pytest.mark.parametrize("source", PLANTED)
def test_planted_faults_are_caught(source: str) -> None:
    assert list(impurities(source))


def test_a_generator_that_is_passed_in_is_fine() -> None:
    source = "import numpy as np\ndef f(rng: np.random.Generator) -> float:\n    return rng.random()\n"
    assert not list(impurities(source))
    assert not list(impurities("from scipy.stats import norm\ndef f(rng):\n    return norm.rvs(size=3, random_state=rng)\n"))


def test_a_planted_call_in_an_engine_is_caught(tmp_path: Path) -> None:
    (tmp_path / "engine.py").write_text("import random\n\n\ndef plan():\n    return random.random()\n")
    assert list(impure_files(tmp_path)) == ["engine.py, line 1: import random"]


def test_the_spine_is_clean() -> None:
    assert not spine_impurities()
