"""The plugin's files agree with the server and with its own manual."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[3] / "editors" / "nvim"


def output(*command: str, given: str = "") -> str:
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout


def test_the_defaults_are_the_servers() -> None:
    """Generating them anew from `viscodex-lsp settings` changes nothing."""
    settings = output(sys.executable, "-m", "viscodex_lsp", "settings")
    generated = output(sys.executable, str(PLUGIN / "generate_defaults.py"), given=settings)
    assert (PLUGIN / "lua" / "viscodex" / "defaults.lua").read_text() == generated


def test_luacheck_finds_nothing() -> None:
    """No unknown name, no unused value, no line that is too long."""
    if shutil.which("luacheck") is None:
        pytest.skip("luacheck is not installed")
    found = subprocess.run(["luacheck", "--no-color", "."], cwd=PLUGIN, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout


def test_the_manual_names_everything() -> None:
    """Every subcommand, every option and every section of the settings stands in the manual, with its tag."""
    manual = (PLUGIN / "doc" / "viscodex.txt").read_text()
    commands = (PLUGIN / "lua" / "viscodex" / "commands.lua").read_text()
    table = commands.partition("local SUBCOMMANDS = {")[2].partition("\n}\n")[0]
    subcommands = re.findall(r"^  (\w+) = ", table, re.MULTILINE)
    assert len(subcommands) == 12
    assert [name for name in subcommands if f":Viscodex-{name}*" not in manual] == []
    config = (PLUGIN / "lua" / "viscodex" / "config.lua").read_text()
    options = re.findall(r"^---@field (\w+)", config, re.MULTILINE)
    assert [name for name in options if f"\n{name} " not in manual] == []
    defaults = (PLUGIN / "lua" / "viscodex" / "defaults.lua").read_text()
    settings = re.findall(r"^    (\w+) = ", defaults, re.MULTILINE)
    assert [name for name in settings if name not in manual] == []


def test_the_manual_has_lines_that_fit() -> None:
    """78 columns, as Neovim's own help."""
    manual = (PLUGIN / "doc" / "viscodex.txt").read_text()
    assert [line for line in manual.splitlines() if len(line) > 78] == []
