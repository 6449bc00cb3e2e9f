"""difference: line edits that turn one text exactly into another."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.difference import (
    MOST_EQUAL_PAIRS,
    apply_replacements,
    smallest_edits,
    unified_diff,
)

LINES = st.lists(st.sampled_from(["a\n", "b\r\n", "😀\r", "\n", "c\u2028d\n", "e", "\x0c\n"]), max_size=14)
TEXTS = LINES.map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_edits_give_exactly_the_new_text(old: str, new: str) -> None:
    """Applied to the old text they give the new one; they are sorted and never overlap."""
    edits = smallest_edits(old, new)
    assert apply_replacements(old, edits) == new
    ends = [0, *(edit.span.end for edit in edits)]
    assert all(end <= edit.span.start for end, edit in zip(ends, edits, strict=False))


def test_only_the_lines_that_differ_are_edited() -> None:
    """Two changes far apart are two edits; the lines between stay out of them."""
    old = "one\ntwo\nthree\nfour\nfive\n"
    new = "one\n2\nthree\nfour\nfive\nsix\n"
    assert smallest_edits(old, new) == (
        Replacement(Span(4, 8), "2\n"),
        Replacement(Span(24, 24), "six\n"),
    )


def test_equal_texts_have_no_edits() -> None:
    """Nothing to change is an empty tuple and an empty diff."""
    assert smallest_edits("a\r\nb", "a\r\nb") == ()
    assert unified_diff("a\n", "a\n", name="x") == ""


def test_a_text_of_one_repeated_line_becomes_a_single_edit() -> None:
    """Where comparing would be quadratic, one edit covers the rest, without what both begin and end with."""
    count = int(MOST_EQUAL_PAIRS**0.5) + 2
    old = "head\n" + "x\n" * count + "old\n" + "x\n" * count + "tail\n"
    new = "head\n" + "y\n" + "x\n" * count + "z\n" + "tail\n"
    edits = smallest_edits(old, new)
    assert edits == (Replacement(Span(5, len(old) - 5), new[5:-5]),)


def test_replacements_are_made_in_order_of_position() -> None:
    """The order in which they are given does not matter; several insertions in one place keep theirs."""
    made = apply_replacements(
        "abc",
        [Replacement(Span(2, 3), "C"), Replacement(Span(0, 0), "1"), Replacement(Span(0, 0), "2")],
    )
    assert made == "12abC"


def test_the_diff_reads_like_that_of_diff_u() -> None:
    """Headers, three lines of context, and the mark for a missing final newline."""
    old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12"
    new = old.replace("2\n", "two\n", 1).replace("\n12", "\n12\n13")
    assert unified_diff(old, new, name="src/a.py") == (
        "--- a/src/a.py\n+++ b/src/a.py\n"
        "@@ -1,5 +1,5 @@\n 1\n-2\n+two\n 3\n 4\n 5\n"
        "@@ -9,4 +9,5 @@\n 9\n 10\n 11\n-12\n\\ No newline at end of file\n"
        "+12\n+13\n\\ No newline at end of file\n"
    )


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the patch program to apply the diffs")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(TEXTS.filter(bool), TEXTS.filter(bool))
def test_patch_applies_the_diff(tmp_path: Path, old: str, new: str) -> None:
    """GNU patch turns the old file into the new one, whatever the line ends."""
    file = tmp_path / "file.txt"
    file.write_bytes(old.encode())
    diff = unified_diff(old, new, name="file.txt").encode()
    subprocess.run(["patch", "-p1", "--binary", "-s"], cwd=tmp_path, input=diff, check=True)
    assert file.read_bytes().decode() == new
