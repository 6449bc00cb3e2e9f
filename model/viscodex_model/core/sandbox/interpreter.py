"""Finds what the sandbox needs to run a given Python interpreter: its folders and its fonts."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.run import Outcome, run_sandboxed

_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_ENVIRONMENT = {
    "MPLBACKEND": "Agg",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONPATH": "/input",
    **_THREADS,
}
_LIST_FONTS = """
import matplotlib.font_manager as m, pathlib, matplotlib, sys
path = next(pathlib.Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
sys.stdout.write(path.name + "\\n" + path.read_text())
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that generated programs run with; `folders` are what it reads outside of /usr."""

    executable: str
    folders: tuple[Path, ...]
    fonts: dict[str, bytes] = field(default_factory=dict, hash=False)

    def run(
        self,
        arguments: list[str],
        *,
        files: dict[str, bytes],
        stdin: bytes = b"",
        limits: Limits | None = None,
    ) -> Outcome:
        """Run `python ARGUMENTS` in the sandbox with `files` under /input."""
        return run_sandboxed(
            [self.executable, *arguments],
            files={**files, **self.fonts},
            stdin=stdin,
            read_only=self.folders,
            environment=_ENVIRONMENT,
            limits=limits,
        )


@lru_cache(maxsize=4)
def find_interpreter(executable: str = sys.executable) -> Interpreter:
    """The interpreter at `executable`, which may be of another virtual environment.

    Raises:
        UserError: it does not start.
    """
    question = "import sys, json; print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix]))"
    try:
        answer = subprocess.run([executable, "-c", question], capture_output=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise UserError(
            f"The interpreter {executable} does not start ({error}); give another with --python."
        ) from error
    prefixes = dict.fromkeys(Path(prefix) for prefix in json.loads(answer.stdout))
    links = [link for link in _links(Path(executable)) if not any(map(link.is_relative_to, prefixes))]
    outside = [path for path in (*prefixes, *links) if not path.is_relative_to("/usr")]
    return Interpreter(executable, tuple(outside))


def _links(path: Path) -> list[Path]:
    """The links from `path` to the file it stands for, each of which must be there inside too."""
    found: list[Path] = []
    while path.is_symlink() and len(found) < 40:
        path = path.parent / path.readlink()
        found.append(path)
    return found


@lru_cache(maxsize=4)
def with_fonts(interpreter: Interpreter) -> Interpreter:
    """`interpreter` with matplotlib's list of fonts, so that not every program has to look for fonts anew.

    Raises:
        UserError: matplotlib cannot be imported.
    """
    listed = interpreter.run(["-c", _LIST_FONTS], files={}, limits=Limits(seconds=120))
    if not listed.ok:
        raise UserError(
            f"{interpreter.executable} cannot draw charts: {listed.explain()}. "
            "Install matplotlib there, or give another interpreter with --python."
        )
    name, _, content = listed.output.partition(b"\n")
    return Interpreter(
        interpreter.executable, interpreter.folders, {"fontlist.name": name, "fontlist.json": content}
    )
