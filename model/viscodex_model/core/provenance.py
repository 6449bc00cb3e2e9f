"""Records what a result was made from, as JSON. The same inputs give the same bytes: no date, no path.

Every stage that writes weights puts `provenance.json` beside them.
"""

import platform
import sys
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from viscodex_model import __version__

PROVENANCE_NAME = "provenance.json"


class InputFile(BaseModel):
    """One file that was read; `sha256` where it is known without another pass over it."""

    model_config = ConfigDict(frozen=True)
    name: str
    bytes: int
    sha256: str | None = None


class Input(BaseModel):
    """One model or data set that was read."""

    model_config = ConfigDict(frozen=True)
    role: str
    source: str
    revision: str | None = None
    licence: str
    files: tuple[InputFile, ...]


class Provenance(BaseModel):
    """Where a result comes from: `details` is the stage's own."""

    model_config = ConfigDict(frozen=True)
    stage: str
    versions: dict[str, str]
    recipe: dict[str, Any]
    inputs: tuple[Input, ...]
    details: dict[str, Any]

    def to_json(self) -> str:
        """Indented JSON, with a line end."""
        return self.model_dump_json(indent=2) + "\n"


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Versions of this program, of Python, and of those `packages` that are installed."""
    found = {"viscodex-model": __version__, "python": platform.python_version(), "platform": sys.platform}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def input_file(path: Path) -> InputFile:
    """`path` as an input. In the hub's cache a large file's name is its sha256, so nothing need be read."""
    resolved = path.resolve()
    is_digest = len(resolved.name) == 64 and all(letter in "0123456789abcdef" for letter in resolved.name)
    digest = resolved.name if resolved.parent.name == "blobs" and is_digest else None
    return InputFile(name=path.name, bytes=path.stat().st_size, sha256=digest)
