"""Every command that a document prints works as printed: its programs, verbs, options, targets and files exist."""

import argparse
import re
import tomllib
from collections.abc import Callable

import pytest
from viscodex_model import cli as model_cli

from tests.architecture.printed_commands import Command, commands
from tests.architecture.test_documents import ROOT, documents
from viscodex_lsp import cli

PARSERS: dict[str, Callable[[], argparse.ArgumentParser]] = {
    "viscodex-lsp": cli.build_parser,
    "viscodex-model": model_cli.build_parser,
}
EXTRA = re.compile(r"\.\[([\w,]+)\]")
OWN_FILE = re.compile(r"(?:model|editors|examples|benchmarks|tests|scripts)/[\w./-]+")
# What a document leaves to its reader, and a value for it.
LEFT_OPEN = {"N": "1", "A:B": "1:2", "X,Y,W,H": "0,0,1,1", "HOST:PORT": "127.0.0.1:1", "$name": "mmcode"}
MADE_LATER = re.compile(r"\.vsix$")


def printed() -> list[tuple[str, Command]]:
    names = [*documents(), "editors/nvim/doc/viscodex.txt"]
    return [(name, command) for name in names for command in commands((ROOT / name).read_text("utf-8"))]


def test_the_documents_print_commands() -> None:
    """The search finds what a reader sees."""
    found = {" ".join(command.words) for _, command in printed()}
    assert {
        "~/.viscodex/bin/pip install .[local]",
        "viscodex-lsp apply index.html --image mock.png --line 12",
        "make vscode",
    } <= found


def fault_of(command: Command) -> str:
    """What is wrong with a call of one of our programs; "" for nothing."""
    parser = PARSERS[command.program]()
    words = [LEFT_OPEN.get(word, word.replace("$name", "mmcode")) for word in command.words[1:]]
    faults: list[str] = []

    def refuse(_: argparse.ArgumentParser, message: str) -> None:
        faults.append(message)
        raise argparse.ArgumentError(None, message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(parser), "error", refuse)
        try:
            parser.parse_args(words)
        except argparse.ArgumentError:
            named_only = not command.whole and "arguments are required" in faults[0]
            return "" if named_only else faults[0]
        except SystemExit:
            return ""
    return ""


def test_our_programs_take_what_is_printed() -> None:
    """A verb or an option that was renamed takes its name in the documents along."""
    ours = [(name, command) for name, command in printed() if command.program in PARSERS]
    faults = [(name, " ".join(command.words), fault_of(command)) for name, command in ours]
    assert len(ours) > 50
    assert [fault for fault in faults if fault[2]] == []


def test_make_has_every_target_that_is_printed() -> None:
    """`make demo` and its like."""
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {
        word
        for _, command in printed()
        if command.program == "make"
        for word in command.words[1:]
        if "=" not in word
    }
    assert len(named) > 5
    assert named - targets == set()


def test_every_extra_that_is_printed_is_there() -> None:
    """`pip install '.[local]'` and its like."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    texts = [(ROOT / name).read_text("utf-8") for name in documents()]
    named = {extra for text in texts for found in EXTRA.findall(text) for extra in found.split(",")}
    assert {"local", "torch"} <= named
    assert named - set(project["optional-dependencies"]) == set()


def test_every_file_of_a_command_is_there() -> None:
    """Recipes, scripts and small sets, seen from the repository's root or from the document's folder."""
    missing = [
        (name, word)
        for name, command in printed()
        for word in command.words
        if OWN_FILE.fullmatch(word.rstrip("/"))
        and not MADE_LATER.search(word)
        and not any(
            (folder / word.replace("$name", "mmcode")).exists() for folder in (ROOT, (ROOT / name).parent)
        )
    ]
    assert missing == []


def test_a_command_that_does_not_work_is_found() -> None:
    """The check itself can fail."""
    assert fault_of(Command(("viscodex-lsp", "apply", "a", "--picture", "b"), whole=True))
    assert fault_of(Command(("viscodex-model", "serve", "local"), whole=False))
    assert not fault_of(Command(("viscodex-model", "serve"), whole=False))
