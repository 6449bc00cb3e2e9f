"""What the team's file promises: digests only, whole or unchanged, one token a person."""

import datetime
import hashlib
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from viscodex_model.cli import main
from viscodex_model.core.errors import UserError
from viscodex_model.team.people import Person, check_name, digest_of, new_token, read_map, write_map
from viscodex_model.team.register import add_person, list_people, revoke_token, rotate_token

TODAY = datetime.date(2026, 3, 4)
NAMES = st.text("abyz09._@-", min_size=1, max_size=64).map(lambda name: "a" + name[1:])
PEOPLE = st.lists(
    st.builds(Person, NAMES, st.binary(min_size=32, max_size=32).map(bytes.hex), st.dates()),
    unique_by=lambda person: person.name,
)


@given(PEOPLE)
def test_a_map_is_read_as_it_was_written(people: list[Person]) -> None:
    """Writing and reading gives the same people, in the order of their names."""
    assert list(read_map(write_map(people))) == sorted(people, key=lambda person: person.name)


@given(st.text())
def test_an_odd_line_is_refused_by_its_number(text: str) -> None:
    """Any text is read as people, or refused in a sentence; nothing else is raised."""
    if all(not line.strip() or line.startswith("#") for line in text.splitlines()):
        assert read_map(text) == ()
    else:
        with pytest.raises(UserError, match=r"^line "):
            read_map(text)


@pytest.mark.parametrize("name", ["", "Anna", "-a", "a b", "a\n", "a/b", "ä", "a" * 65, "#a"])
def test_names_that_break_a_line_are_refused(name: str) -> None:
    """A name holds nothing that the map, the log or a metric could take for something else."""
    with pytest.raises(UserError, match="cannot be a name"):
        check_name(name)


def test_tokens_are_long_and_different() -> None:
    """A token is 256 bits of chance: 1000 of them are 1000, each of 43 letters after the prefix."""
    tokens = {new_token() for _ in range(1000)}
    assert len(tokens) == 1000
    assert {len(token) for token in tokens} == {4 + 43}


def test_only_the_digest_is_kept(tmp_path: Path) -> None:
    """The file holds the token's SHA-256 and the name, never the token; others may not read it."""
    path = tmp_path / "team" / "people.map"
    token = add_person(path, "anna", today=TODAY)
    assert list_people(path) == (Person("anna", hashlib.sha256(token.encode()).hexdigest(), TODAY),)
    assert all(token not in file.read_text() for file in path.parent.iterdir())
    assert stat.S_IMODE(path.stat().st_mode) & 0o007 == 0


def test_rotating_and_revoking(tmp_path: Path) -> None:
    """Rotating puts another digest in place of the first; revoking leaves nobody; the others stay as they were."""
    path = tmp_path / "people.map"
    first, other = add_person(path, "anna", today=TODAY), add_person(path, "ben", today=TODAY)
    second = rotate_token(path, "anna", today=TODAY)
    assert first != second
    assert [person.digest for person in list_people(path)] == [digest_of(second), digest_of(other)]
    revoke_token(path, "anna")
    assert [person.name for person in list_people(path)] == ["ben"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda path: add_person(path, "anna", today=TODAY), "has a token already"),
        (lambda path: rotate_token(path, "ben", today=TODAY), "Nobody in"),
        (lambda path: revoke_token(path, "ben"), "Nobody in"),
    ],
)
def test_a_refused_change_changes_nothing(tmp_path: Path, change: Any, sentence: str) -> None:
    """A name that is taken, or that nobody has, leaves the file byte for byte as it was."""
    path = tmp_path / "people.map"
    add_person(path, "anna", today=TODAY)
    before = path.read_bytes()
    with pytest.raises(UserError, match=sentence):
        change(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_left_alone(tmp_path: Path) -> None:
    """A file that somebody edited wrongly is named with its line, and not written over."""
    path = tmp_path / "people.map"
    path.write_text("not a digest at all\n")
    with pytest.raises(UserError, match=r"people\.map: line 1 is no line"):
        add_person(path, "anna", today=TODAY)
    assert path.read_text() == "not a digest at all\n"


def test_two_writers_lose_nobody(tmp_path: Path) -> None:
    """Twenty people added from four threads at once are all there, and no other file is left but the lock."""
    path = tmp_path / "people.map"
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: add_person(path, f"p{number}", today=TODAY), range(20)))
    assert len(list_people(path)) == 20
    assert sorted(os.listdir(tmp_path)) == [".people.map.lock", "people.map"]


def test_a_gateway_hears_of_changes_in_their_order(tmp_path: Path) -> None:
    """The second change waits until the first was told: else somebody who was revoked would be served again."""
    path = tmp_path / "people.map"
    add_person(path, "ann", today=TODAY)
    told: list[str] = []
    revoking, second_told = threading.Event(), threading.Event()

    def tell_slowly(text: str) -> None:
        revoking.set()
        second_told.wait(0.5)  # where the lock is held until all is told, it is not told meanwhile
        told.append(text)

    def tell(text: str) -> None:
        told.append(text)
        second_told.set()

    with ThreadPoolExecutor() as pool:
        first = pool.submit(revoke_token, path, "ann", tell=tell_slowly)
        assert revoking.wait(10)
        pool.submit(add_person, path, "ben", today=TODAY, tell=tell).result()
        first.result()
    assert told[-1] == path.read_text()
    assert "ann" not in told[-1]


def test_the_command_prints_the_token_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`team add` prints the token on stdout and the rest on stderr; `team list` shows names and days."""
    where = ["--file", str(tmp_path / "people.map"), "--socket", str(tmp_path / "none.sock")]
    assert main(["team", "add", "anna", *where]) == 0
    said = capsys.readouterr()
    assert digest_of(said.out.strip()) in (tmp_path / "people.map").read_text()
    assert "No gateway answers" in said.err
    assert main(["team", "list", *where]) == 0
    assert capsys.readouterr().out.split()[0] == "anna"
    assert main(["team", "revoke", "anna", *where]) == 0
    capsys.readouterr()
    assert main(["team", "list", *where]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "Nobody has a token" in said.err


def test_a_missing_team_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Listing, rotating and revoking in a folder without a team say how to begin one, and make nothing."""
    for words in (["list"], ["rotate", "anna"], ["revoke", "anna"]):
        assert main(["team", *words, "--file", str(tmp_path / "no" / "people.map")]) == 1
        assert "team add NAME" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
