"""The command `proofpress` (and `generate.py`): a thin layer of options over the modules that do the work."""

from __future__ import annotations

import os
import sys

import typer

from .commands import check, engines, export, make, paraphrase, plugins, score, verify, view
from .errors import BadInput

app = typer.Typer(
    name="proofpress",
    help="Rendered images with exact ground truth, and proved questions about them.",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(make.make)
app.command()(engines.engines)
app.command()(check.check)
app.command()(export.export)
app.command()(score.score)
app.command()(verify.verify)
app.command()(paraphrase.paraphrase)
app.command()(view.view)
new = typer.Typer(help="Write a working skeleton of an engine or a template.")
new.command("engine")(plugins.new_engine)
new.command("template")(plugins.new_template)
app.add_typer(new, name="new")
app.command("test-plugin")(plugins.test_plugin)
_UsageProblem: type[Exception] = next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def main() -> None:
    """Run the command; 0 fine, 1 wrong answers found, 2 bad input (one line on stderr), 130 stopped."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):  # numpy is imported later: one process, one core
        os.environ.setdefault(name, "1")
    try:
        code = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except BadInput as error:
        code = _complain(str(error))
    except _UsageProblem as error:
        code = _complain(f"{getattr(error, 'format_message', error.__str__)()} (see --help)")
    except (KeyboardInterrupt, typer.Abort):
        code = 130
    sys.exit(code or 0)


def _complain(text: str) -> int:
    print("proofpress: " + " ".join(text.split()), file=sys.stderr)
    return 2
