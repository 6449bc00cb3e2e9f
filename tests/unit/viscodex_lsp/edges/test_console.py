"""What is printed, where the terminal or the pipe has an old encoding."""

import io
import sys

import pytest

from viscodex_lsp.edges.console import write_any_text


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\r\n")


def test_a_character_that_an_encoding_lacks_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is written by its number."""
    monkeypatch.setattr(sys, "stdout", out := stream("latin-1"))
    write_any_text()
    print("page.html → é")
    sys.stdout.flush()
    assert b"page.html \\u2192 \xe9" in out.buffer.getvalue()  # type: ignore[attr-defined]


def test_windows_writes_utf8_and_keeps_line_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """A diff that goes into a file can be applied."""
    monkeypatch.setattr(sys, "stdout", out := stream("cp1252"))
    monkeypatch.setattr(sys, "platform", "win32")
    write_any_text()
    print("+ →")
    sys.stdout.flush()
    assert out.buffer.getvalue() == "+ →\n".encode()  # type: ignore[attr-defined]
