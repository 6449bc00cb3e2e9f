"""How `viscodex-lsp` ends in a shell: whatever happens, a sentence, and an object where one is asked for."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from viscodex_lsp import cli
from viscodex_lsp.core.errors import ServerBusy

SECRET = "a secret of the file"


def ended(words: list[str]) -> int:
    """The exit status, however it comes."""
    try:
        return cli.main(words)
    except SystemExit as end:
        return int(str(end.code))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["apply"], "FILE"),
        (["apply", "a.py"], "--image"),
        (["apply", "a.py", "--image", "a.png", "--line", "x"], "--line"),
        (["apply", "a.py", "--image", "a.png", "--lines", "5:2"], "A:B"),
        (["apply", "a.py", "--image", "a.png", "--with", "nothing"], "--with"),
        (["apply", "a.py", "--image", "a.png", "--line", "1", "--lines", "1:2"], "not allowed"),
        (["apply", "gone.py", "--image", "a.png"], "gone.py"),
        (["apply", "a.py", "--image", "a.png", "--line", "99"], "99"),
        (["apply", "a.py", *(["--image", "a.png"] * 9)], "9 pictures"),
        (["apply", "a.py", "--image", "a.png", "--set", "no.such=1"], "no setting"),
        (["apply", "a.py", "--image", "a.png", "--settings", "gone.json"], "gone.json"),
        (["compare"], "--batch"),
        (["compare", "gone.py", "--image", "a.png"], "gone.py"),
        (["compare", "a.py", "--image", "a.png", "--no-such-flag"], "--no-such-flag"),
        (["no-such-verb"], "no-such-verb"),
    ],
)
def test_wrong_usage_is_an_object_too(
    words: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With --json standard output holds one object, whose sentence is the one of standard error."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.py").write_text("a = 1\n")
    assert ended([*words, "--json"]) == 2
    said, complaint = capsys.readouterr()
    outcome = json.loads(said)
    assert outcome["error"] in ("usage-error", "document-error")
    assert says in outcome["sentence"]
    assert says in complaint
    assert ended(words) == 2
    assert capsys.readouterr().out == ""


def ending(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def verb(_: argparse.Namespace) -> int:
        raise error

    return verb


@pytest.mark.parametrize(
    ("error", "status", "kind", "says"),
    [
        (ServerBusy("The server has no room."), 1, "server-busy", "no room"),
        (KeyboardInterrupt(), 130, "interrupted", "Interrupted"),
        (KeyError(SECRET), 1, "internal-error", "KeyError"),
        (MemoryError(), 1, "internal-error", "MemoryError"),
        (RecursionError(SECRET), 1, "internal-error", "RecursionError"),
    ],
)
@pytest.mark.parametrize("verb", ["apply", "compare"])
def test_an_end_that_nobody_meant_is_an_object_too(
    verb: str,
    error: BaseException,
    status: int,
    kind: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No traceback reaches a person, and nothing of what was worked on."""
    monkeypatch.setitem(cli.RUN, verb, ending(error))
    words = [verb, "a.py", "--image", "a.png"]
    assert cli.main([*words, "--json"]) == status
    said, complaint = capsys.readouterr()
    outcome = json.loads(said)
    assert outcome["error"] == kind
    assert says in outcome["sentence"]
    assert "Traceback" not in complaint
    assert SECRET not in said + complaint


@pytest.mark.parametrize("words", [("web", "--port"), ("mcp", "--http")])
@pytest.mark.parametrize("number", ["65536", "-1", "http"])
def test_a_port_that_cannot_be_is_wrong_usage(
    words: tuple[str, ...], number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is told before anything starts."""
    with pytest.raises(SystemExit) as ended:
        cli.main([*words[:-1], f"{words[-1]}={number}"])
    assert ended.value.code == 2
    assert f"'{number}' is no port, a number up to 65535" in capsys.readouterr().err


def test_a_verb_that_fails_says_where(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """So that a report of it is of use."""

    def verb(_: argparse.Namespace) -> int:
        cli.RUN["apply"](argparse.Namespace())  # has not what the verb needs
        return 0

    monkeypatch.setitem(cli.RUN, "compare", verb)
    assert cli.main(["compare"]) == 1
    assert "(AttributeError in viscodex_lsp/verbs/apply.py, line" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("settings >&-", ""),
        ("settings >/dev/full", "The output cannot be written (No space left on device)"),
        ("--help >/dev/full", ""),
        ("compare --json >/dev/full", "The output cannot be written (No space left on device)"),
        ("compare --json 2>&-", ""),
        ("compare --json 2>/dev/full", ""),
        ("compare >&- 2>&-", ""),
    ],
)
def test_an_output_that_takes_nothing_is_no_traceback(words: str, says: str, tmp_path: Path) -> None:
    """A shell may close standard output and error, and a disk may be full."""
    line = f"{sys.executable} -m viscodex_lsp {words}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
