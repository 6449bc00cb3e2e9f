"""rebase: a checked patch follows its place through what a person typed meanwhile."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.checking import check
from viscodex_lsp.core.checks.rebase import rebase
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Span, Style
from viscodex_lsp.core.place.change import Change, change_of
from viscodex_lsp.core.text.difference import apply_replacements, smallest_edits


def prepared(text: str, code: str, language: str = "python", *, depth: str = "") -> CheckedPatch:
    """A checked patch for the "|" of `text`, or for what two of them enclose."""
    first, last = text.index("|"), text.rindex("|")
    span = Span(first, last - 1 if last > first else first)
    newline = "\r\n" if "\r\n" in text else "\n"
    document = Document("file:///a", language, 1, text.replace("|", ""))
    style = Style(indent="    ", newline=newline, quote='"')
    result = check(Patch(code, None, cut_off=False), document, span, depth=depth, style=style)
    assert isinstance(result, CheckedPatch), result
    return result


def typed(older: str, newer: str) -> list[Change]:
    """Changes of lines, from the last to the first, that lead from one text to the other."""
    edits = reversed(smallest_edits(older, newer))
    return [change_of(older, edit.span.start, edit.span.end, edit.text) for edit in edits]


def rebased(patch: CheckedPatch, newer: str, changes: list[Change] | None = None) -> str | Reason:
    """The newer text after the patch, or the reason of the refusal."""
    document = replace(patch.document, version=2, text=newer)
    result = rebase(patch, document, typed(patch.document.text, newer) if changes is None else changes)
    if isinstance(result, Refusal):
        return result.reason
    assert result.document == document
    return apply_replacements(newer, result.replacements)


@pytest.mark.parametrize(
    ("text", "newer", "expected"),
    [
        ("a\n|\nb\n", "a\n\nb\n", "a\nx\nb\n"),
        ("a\n|\nb\n", "new\na\n\nb\n", "new\na\nx\nb\n"),
        ("a\n|\nb\n", "a\nnew\n\nb\n", "a\nnew\nx\nb\n"),
        ("a\n|\nb\n", "a\n\nnew\nb\n", "a\nx\nnew\nb\n"),
        ("a\n|\nb\n", "A\n\nB\n", "A\nx\nB\n"),
        ("a\n|\nb\n", "\nb\n", "x\nb\n"),
        ("a\n|", "new\na\n", "new\na\nx\n"),
        ("a|\nb\n", "new\na\nb\n", "new\na\nx\nb\n"),
        ("a|\nb\n", "a\nnew\nb\n", "a\nx\nnew\nb\n"),
        ("a\n|old\n|b\n", "a\nold\nnew\nb\n", "a\nx\nnew\nb\n"),
        ("a\n|old\n|b\n", "a\nnew\nold\nb\n", "a\nnew\nx\nb\n"),
        ("a\r\n|\r\nb\r\n", "😀\r\na\r\n\r\nb\r\n", "😀\r\na\r\nx\r\nb\r\n"),
    ],
)
def test_changes_elsewhere_move_the_patch(text: str, newer: str, expected: str) -> None:
    """Text above and below, right up to the target, leaves the patch its place."""
    assert rebased(prepared(text, "x", "plaintext"), newer) == expected


@pytest.mark.parametrize(
    ("text", "newer"),
    [
        ("a\n|\nb\n", "a\ntyped\nb\n"),
        ("a\n|\nb\n", "a\nb\n"),
        ("a\n|", "a\ntyped"),
        ("a\n|", "a"),
        ("a|\nb\n", "A\nb\n"),
        ("a\n|old\n|b\n", "a\nOld\nb\n"),
        ("a\n|old\nolder\n|b\n", "a\nold\nnew\nolder\nb\n"),
        ("a\n|old\n|b\n", "a\nb\n"),
        ("a |old| b\n", "a old c\n"),
        ("a |", "a b"),
        ("a\n|\nb\n", ""),
    ],
)
def test_a_change_of_the_target_is_stale(text: str, newer: str) -> None:
    """What was typed into the line of the cursor or into the selection is never overwritten."""
    assert rebased(prepared(text, "x", "plaintext"), newer) is Reason.STALE


def test_another_document_is_stale() -> None:
    """A patch is for one document in one language."""
    patch = prepared("a\n|\n", "x", "plaintext")
    result = rebase(patch, replace(patch.document, uri="file:///b"), ())
    assert isinstance(result, Refusal)
    assert "nothing was applied" in result.sentence


PATCH_TEXT = "import os\n\n\ndef f():\n    |\n"
CODE = "import sys\nreturn sys.x"


@pytest.mark.parametrize(
    ("newer", "expected"),
    [
        ("import os\nimport re\n\n\ndef f():\n    \n",
         "import os\nimport re\nimport sys\n\n\ndef f():\n    return sys.x\n"),
        ("import os\nimport sys\n\n\ndef f():\n    \n", "import os\nimport sys\n\n\ndef f():\n    return sys.x\n"),
        ("import re\n\n\ndef f():\n    \n", "import re\nimport sys\n\n\ndef f():\n    return sys.x\n"),
        ("def f():\n    \n", "import sys\n\n\ndef f():\n    return sys.x\n"),
    ],
)  # fmt: skip
def test_imports_are_looked_up_anew(newer: str, expected: str) -> None:
    """What is imported by now is not imported twice, and a changed import block is no obstacle."""
    assert rebased(prepared(PATCH_TEXT, CODE, depth="    "), newer) == expected


def test_a_group_of_imports_is_found_again() -> None:
    """Go's group may have grown by the very import, or by others."""
    text = 'package a\n\nimport (\n\t"os"\n)\n\nfunc f() {\n\t|\n}\n'
    patch = prepared(text, 'import "fmt"\nfmt.Print(1)', "go", depth="\t")
    newer = text.replace("|", "").replace('\t"os"\n', '\t"io"\n\t"os"\n')
    grown = newer.replace('\t"os"\n', '\t"os"\n\t"fmt"\n')
    assert rebased(patch, newer) == grown.replace("{\n\t\n", "{\n\tfmt.Print(1)\n")
    assert rebased(patch, grown) == grown.replace("{\n\t\n", "{\n\tfmt.Print(1)\n")


def test_syntax_is_checked_against_the_newer_text() -> None:
    """A patch that no longer fits, because the text around it changed, is refused."""
    patch = prepared("def f():\n    a\n    |\n    b\n", "c", depth="    ")
    assert rebased(patch, "def f():\n    a\n\n    b\n") is Reason.STALE
    assert rebased(patch, "d = [\n    a\n    \n    b\n") == "d = [\n    a\n    c\n    b\n"
    assert rebased(patch, "def f():\n  a\n    \n  b\n") is Reason.SYNTAX


WORDS = st.lists(st.sampled_from(["one", "  two", "😀", "\u2028", "\x0c"]), max_size=4)
ENDS = st.sampled_from(["\n", "\r\n"])


def written(lines: list[str], end: str) -> str:
    return "".join(line + end for line in lines)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS, WORDS, st.data(), ENDS)
def test_typing_above_and_below_keeps_the_meaning(
    above: list[str], below: list[str], lines: list[str], more: list[str], data: st.DataObject, end: str
) -> None:
    """Lines typed anywhere above and anywhere below the cursor's line: the patch stays on that line."""
    assume(all(line.strip() for line in [*lines, *more]))
    text = written([*above, "|", *below], end)
    patch = prepared(text, "new", "plaintext")
    high = data.draw(st.integers(0, len(above)))
    low = data.draw(st.integers(0, len(below)))
    first, middle = written([*above[:high], *lines, *above[high:]], end), written(below[:low], end)
    last = written([*more, *below[low:]], end)
    offset = len(written([*above, "", *below[:low]], end))
    place = len(written(above[:high], end))
    changes = [
        change_of(patch.document.text, offset, offset, written(more, end)),
        change_of(patch.document.text, place, place, written(lines, end)),
    ]
    newer, expected = (first + line + end + middle + last for line in ("", "new"))
    assert rebased(patch, newer, changes) == expected
