"""The state file says where the server is, to its owner alone, and goes with the server."""

import json
import stat
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.serve.local.announcement import Announcement, announce, withdraw

OURS = Announcement(
    pid=7, port=80, url="http://127.0.0.1:80", model="nano", folder="/models/nano", version="1", started=1.5
)


def test_the_file_holds_what_a_client_needs_for_its_owner_alone(tmp_path: Path) -> None:
    """The JSON has every field, the mode is 0600, missing folders are made, and nothing else is left there."""
    path = tmp_path / "run" / "state.json"
    announce(path, OURS)
    assert json.loads(path.read_text()) == asdict(OURS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["state.json"]


def test_an_older_file_is_replaced_and_its_mode_with_it(tmp_path: Path) -> None:
    """A stale file that others could read becomes ours, readable by us alone."""
    path = tmp_path / "state.json"
    path.write_text("stale")
    path.chmod(0o644)
    announce(path, OURS)
    assert json.loads(path.read_text())["pid"] == 7
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_is_removed_only_while_it_is_ours(tmp_path: Path) -> None:
    """A server that ends leaves the file of its successor alone, and bears a missing or broken one."""
    path = tmp_path / "state.json"
    announce(path, replace(OURS, pid=8))
    withdraw(path, OURS)
    assert path.exists()
    announce(path, OURS)
    withdraw(path, OURS)
    assert not path.exists()
    withdraw(path, OURS)
    path.write_text("{")
    withdraw(path, OURS)
    assert path.exists()


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A path below a file is refused with a sentence that names it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"Cannot write the state file .*file/state.json"):
        announce(tmp_path / "file" / "state.json", OURS)
