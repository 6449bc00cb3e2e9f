"""Reads and writes the people of a team as the gateway's map file; no token is ever in it.

A line is `DIGEST NAME DATE`: HAProxy looks up the SHA-256 of the token that a request brings, and finds the person.
A token is 256 random bits, so a plain hash is enough: there is nothing to guess, and the comparison is of digests.
"""

import datetime
import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from viscodex_model.core.errors import UserError

# The prefix lets secret scanners and people tell the token from other strings.
TOKEN_PREFIX = "vcx_"
_TITLE = "# SHA-256 of the token, person, date. Written by `viscodex-model team`; read by HAProxy.\n"
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_LINE = re.compile(rf"([0-9a-f]{{64}}) ({_NAME.pattern}) (\d{{4}}-\d\d-\d\d)")


@dataclass(frozen=True)
class Person:
    """Someone who may use the server: `digest` is the token's SHA-256 in hex, `since` the day it was made."""

    name: str
    digest: str
    since: datetime.date

    def line(self) -> str:
        """The person as a line of the map, without its end."""
        return f"{self.digest} {self.name} {self.since.isoformat()}"


def check_name(name: str) -> str:
    """`name`, if the map, the log and the metrics can carry it.

    Raises:
        UserError: it cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise UserError(
            f"{name!r} cannot be a name here: use up to 64 small letters, digits, and . _ @ -, "
            "beginning with a letter or digit."
        )
    return name


def new_token() -> str:
    """A token of 256 random bits."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """The SHA-256 of `token` in small hex, as HAProxy computes it."""
    return hashlib.sha256(token.encode()).hexdigest()


def write_map(people: Iterable[Person]) -> str:
    """The map's text, in the order of the names."""
    return _TITLE + "".join(person.line() + "\n" for person in sorted(people, key=lambda person: person.name))


def read_map(text: str) -> tuple[Person, ...]:
    """The people in a map's text; empty lines and comments are passed over.

    Raises:
        UserError: a line is not a person, or two lines are the same person; it is named by its number.
    """
    people: dict[str, Person] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        person = _read_line(line)
        if person is None or person.name in people:
            fault = "is no line of the team's map" if person is None else f"names {person.name} again"
            raise UserError(f"line {number} {fault}. Mend or remove that line; nothing was changed")
        people[person.name] = person
    return tuple(people.values())


def _read_line(line: str) -> Person | None:
    found = _LINE.fullmatch(line.strip())
    if found is None:
        return None
    try:
        return Person(found[2], found[1], datetime.date.fromisoformat(found[3]))
    except ValueError:
        return None
