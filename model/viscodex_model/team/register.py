"""Changes the map file: one writer at a time, written aside and renamed, never half."""

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from viscodex_model.core.descriptors import lock
from viscodex_model.core.errors import UserError
from viscodex_model.team.people import Person, check_name, digest_of, new_token, read_map, write_map

# Digests of random tokens are no secrets, but names of people are nobody's business.
_MODE = 0o640

Tell = Callable[[str], None]
"""Takes the text of the changed map, while the file is still locked; must not raise."""


def _nobody(_text: str) -> None:
    """Without a gateway nobody is told."""


def list_people(path: Path) -> tuple[Person, ...]:
    """Everybody in the file at `path`, by name.

    Raises:
        UserError: there is no such file, or it is damaged.
    """
    people = _read(path, create=False)
    return tuple(sorted(people.values(), key=lambda person: person.name))


def add_person(path: Path, name: str, *, today: datetime.date, tell: Tell = _nobody) -> str:
    """Let `name` in; the token, which is kept nowhere. The file is made if it is not there.

    Raises:
        UserError: the name is taken or cannot be used, or the file cannot be written.
    """
    check_name(name)
    with _changing(path, create=True, tell=tell) as people:
        if name in people:
            raise UserError(
                f"{name} has a token already. `viscodex-model team rotate {name}` makes another in its place."
            )
        token = new_token()
        people[name] = Person(name, digest_of(token), today)
    return token


def rotate_token(path: Path, name: str, *, today: datetime.date, tell: Tell = _nobody) -> str:
    """A new token for `name`; the old one ends.

    Raises:
        UserError: nobody has that name, or the file cannot be written.
    """
    with _changing(path, create=False, tell=tell) as people:
        _demand(people, name, path)
        token = new_token()
        people[name] = Person(name, digest_of(token), today)
    return token


def revoke_token(path: Path, name: str, *, tell: Tell = _nobody) -> None:
    """Shut `name` out.

    Raises:
        UserError: nobody has that name, or the file cannot be written.
    """
    with _changing(path, create=False, tell=tell) as people:
        _demand(people, name, path)
        del people[name]


def _demand(people: dict[str, Person], name: str, path: Path) -> None:
    if name not in people:
        raise UserError(
            f"Nobody in {path} is named {name!r}. `viscodex-model team list` shows who is; nothing was changed."
        )


@contextmanager
def _changing(path: Path, *, create: bool, tell: Tell) -> Iterator[dict[str, Person]]:
    """The people, to be changed in the block; an exception there leaves the file as it was.

    The gateway is told before the lock is given back: two changes at once would otherwise reach it in the wrong order,
    and somebody who was revoked would still be served.
    """
    try:
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except FileNotFoundError:
        raise _no_file(path) from None
    except OSError as error:
        raise UserError(f"{path} cannot be changed: {error.strerror}.") from error
    try:
        lock(descriptor, wait=True)
        people = _read(path, create=create)
        yield people
        text = write_map(people.values())
        _write(path, text)
        tell(text)
    finally:
        os.close(descriptor)


def _read(path: Path, *, create: bool) -> dict[str, Person]:
    try:
        people = read_map(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if create:
            return {}
        raise _no_file(path) from None
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read: {error}.") from error
    except UserError as error:
        raise UserError(f"{path}: {error}.") from error
    return {person.name: person for person in people}


def _write(path: Path, text: str) -> None:
    aside = path.with_name(
        f".{path.name}.part"
    )  # one writer at a time: what a killed one left is overwritten
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _MODE), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UserError(f"{path} cannot be written: {error.strerror}. Nothing was changed.") from error


def _no_file(path: Path) -> UserError:
    return UserError(
        f"There is no team at {path}. Go to the folder that holds it, name it with --file, or begin one: "
        "`viscodex-model team add NAME`."
    )
