"""The state file: where a running server is found. Written whole or not at all, for its owner's eyes alone."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from viscodex_model.core.errors import UserError


@dataclass(frozen=True)
class Announcement:
    """What the state file says. `started` is in seconds since 1970; the token is not in it."""

    pid: int
    port: int
    url: str
    model: str
    folder: str
    version: str
    started: float


def announce(path: Path, announcement: Announcement) -> None:
    """Write `announcement` to `path` with mode 0600, in place of whatever was there.

    Raises:
        UserError: the file cannot be written.
    """
    aside = path.with_name(f".{path.name}.{announcement.pid}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(asdict(announcement), file)
        aside.replace(path)
    except OSError as error:
        raise UserError(
            f"Cannot write the state file {path}: {error.strerror}. Name another with --state."
        ) from error


def withdraw(path: Path, announcement: Announcement) -> None:
    """Remove `path` if it still says `announcement`; another server may have taken it over."""
    try:
        if json.loads(path.read_text(encoding="utf-8")) == asdict(announcement):
            path.unlink(missing_ok=True)
    except (OSError, ValueError):
        return
