"""An environment for each family of consumers: their requirements contradict each other, and none belongs in ours."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FOLDER = ROOT / ".venv-consumers"


@dataclass(frozen=True, slots=True)
class Environment:
    """name: of requirements-NAME.txt.  tests: the files that run in it."""

    name: str
    tests: tuple[str, ...]

    @property
    def requirements(self) -> Path:
        return HERE / f"requirements-{self.name}.txt"

    @property
    def python(self) -> Path:
        return FOLDER / self.name / "bin" / "python"


ENVIRONMENTS = (
    Environment("readers", ("test_datasets.py", "test_webdataset.py", "test_croissant.py", "test_coco.py", "test_openai.py")),
    Environment("trl", ("test_trl.py", "test_trl_runs.py", "test_qwen.py")),
    Environment("swift", ("test_swift.py",)),
    Environment("llamafactory", ("test_llamafactory.py",)),
    Environment("verl", ("test_verl.py",)),
)


def install(environment: Environment, log: Path) -> bool:
    """Make the environment unless it stands; pip's words go to `log`.  Whether it stands now."""
    stamp = environment.python.parents[1] / ".ready"
    wanted = hashlib.sha256(environment.requirements.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return True
    shutil.rmtree(stamp.parent, ignore_errors=True)
    pip = [str(environment.python), "-m", "pip", "install", "--disable-pip-version-check", "--requirement"]
    with log.open("w") as words:
        for command in ([sys.executable, "-m", "venv", str(stamp.parent)], [*pip, str(environment.requirements)]):
            if subprocess.run(command, stdout=words, stderr=subprocess.STDOUT, check=False).returncode:
                return False
    stamp.write_text(wanted)
    return True
