"""What is known of this installation: a command for a shell that adds to it, however it was made, and its age."""

import os
import shlex
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from viscodex_lsp.edges import installation
from viscodex_lsp.edges.installation import code_changed_at, command_for, install_command

PYTHON = "/home/me/.viscodex/bin/python"
FOLDER = {"url": "file:///home/me/my%20src/viscodex-lsp", "dir_info": {}}
WHEEL = {"url": "file:///tmp/viscodex_lsp-0.1.0-py3-none-any.whl", "archive_info": {}}
REPOSITORY = {"url": "https://example.org/v.git", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}


@pytest.mark.skipif(sys.platform == "win32", reason="quotes of a POSIX shell are expected")
@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({}, ["viscodex-lsp[local]"]),
        (FOLDER, ["/home/me/my src/viscodex-lsp[local]"]),
        (FOLDER | {"dir_info": {"editable": True}}, ["--editable", "/home/me/my src/viscodex-lsp[local]"]),
        (WHEEL, ["/tmp/viscodex_lsp-0.1.0-py3-none-any.whl[local]"]),
        (REPOSITORY, ["viscodex-lsp[local] @ git+https://example.org/v.git@abc123"]),
        (
            {"url": "https://example.org/v.whl", "archive_info": {}},
            ["viscodex-lsp[local] @ https://example.org/v.whl"],
        ),
    ],
)
def test_the_extra_is_taken_from_where_the_program_came_from(
    origin: dict[str, object], words: list[str]
) -> None:
    """A shell, zsh too, reads the words back whole: brackets and blanks are inside quotes."""
    command = command_for("local", origin=origin, installer="pip", python=PYTHON)
    assert shlex.split(command) == [PYTHON, "-m", "pip", "install", *words]
    assert f"'{words[-1]}'" in command


def test_uv_is_asked_where_uv_installed_it() -> None:
    """Such an environment has no pip of its own."""
    command = command_for("local", origin={}, installer="uv", python=PYTHON)
    assert command == f"uv pip install --python {PYTHON} 'viscodex-lsp[local]'"


def test_on_windows_the_quotes_are_those_of_its_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither cmd nor PowerShell splits at a bracket in double quotes; PowerShell calls a program in quotes by &."""
    monkeypatch.setattr(sys, "platform", "win32")
    command = command_for("local", origin={}, installer="pip", python=r"C:\v\python.exe")
    assert command == r'C:\v\python.exe -m pip install "viscodex-lsp[local]"'
    command = command_for("local", origin={}, installer="pip", python=r"C:\Ann B\python.exe")
    assert command == r'& "C:\Ann B\python.exe" -m pip install "viscodex-lsp[local]"'


def test_this_installation_is_named_by_its_own_interpreter() -> None:
    """The program that runs is the one that is added to."""
    assert (
        install_command("local").replace("'", "").startswith((f"{sys.executable} -m pip", "uv pip install"))
    )


def make_package(folder: Path, times: dict[str, float]) -> None:
    for name, at in times.items():
        file = folder / "sampled_package" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        os.utime(file, (at, at))


def test_code_is_as_old_as_its_newest_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies in the future is not looked at: nothing could ever be started after it."""

    def not_installed(name: str) -> None:
        raise PackageNotFoundError(name)

    make_package(tmp_path, {"__init__.py": 1e9, "room/__init__.py": 3e8, "room/late.py": time.time() + 9e6})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(installation, "distribution", not_installed)
    assert code_changed_at("sampled_package") == 1e9
    make_package(tmp_path, {"room/__init__.py": 1.5e9})
    assert code_changed_at("sampled_package") == 1.5e9
    assert code_changed_at("no_such_package") == 0


def test_code_that_was_installed_again_is_new_though_its_modules_kept_their_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_package(tmp_path, {"__init__.py": 3e8})
    monkeypatch.syspath_prepend(tmp_path)
    record = next(file for file in distribution("viscodex-lsp").files or () if file.name == "RECORD")
    assert code_changed_at("sampled_package") == Path(str(record.locate())).stat().st_mtime
