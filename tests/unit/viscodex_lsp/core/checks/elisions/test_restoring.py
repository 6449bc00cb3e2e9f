"""restoring: a remark is replaced by exactly the lines it stands for, or the reply is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.elisions.restoring import without_elisions
from viscodex_lsp.core.nouns import Document, Patch, Reason, Refusal, Span

NAMES = st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, min_size=3, max_size=10)


def restored(text: str, code: str, language: str = "javascript") -> str | None:
    first, last = text.index("|"), text.rindex("|")
    document = Document("file:///a", language, 1, text.replace("|", ""))
    result = without_elisions(
        Patch(code, None, False), document, Span(first, last - 1 if last > first else first)
    )
    if isinstance(result, Refusal):
        assert result.reason is Reason.ABRIDGED
        return None
    return result[0].code


@given(NAMES, st.data())
def test_the_lines_between_two_neighbours_come_back_exactly(names: list[str], data: st.DataObject) -> None:
    """Whichever lines a remark stands for, between lines that are there once: they and no others are put back."""
    lines = [f"{name}{name}{name}();" for name in names]
    start = data.draw(st.integers(1, len(lines) - 1))
    end = data.draw(st.integers(start, len(lines) - 1))
    if start == end:
        return
    reply = [*lines[:start], "// ... existing code ...", *lines[end:]]
    assert restored(f"|{chr(10).join(lines)}|\n", "\n".join(reply)) == "\n".join(lines)


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("|f() {\n  a1();\n  b2();\n}|", "f() {\n  // ... existing code ...\n  more();\n}",
         "f() {\n  a1();\n  b2();\n  more();\n}"),
        ("  |f() {\n    a1();\n    b2();\n  }|", "f() {\n  more();\n  // ... rest of the function ...\n}",
         "f() {\n  more();\n  a1();\n  b2();\n}"),
        ("|f() {\n  a1();\n  b2();\n}|", "// ... unchanged ...", None),
        ("|f() {\n  a1();\n  b2();\n}|", "g() {\n  // ... existing code ...\n}", None),
        ("|a1 = 1;\nb2 = 2;\nc3 = 3;|", "a1 = 9;\n// ... rest of the code ...\nc3 = 3;", None),
        ("|f() {\n  a1();\n  b2();\n}|", "f() {\n  // ... existing code ...\n  // ... other code ...\n}", None),
    ],
)  # fmt: skip
def test_what_is_certain_is_put_back_and_all_else_refused(text: str, code: str, after: str | None) -> None:
    """New lines beside a remark stay; no neighbour, a rewritten line or two remarks in one gap are no certainty."""
    assert restored(text, code) == after


def test_a_placeholder_is_taken_with_a_word() -> None:
    """It asks for a better answer, and the person is told."""
    document = Document("file:///a", "html", 1, "\n")
    patch = Patch("<ul>\n  <li>a</li>\n  <!-- more items -->\n</ul>", None, False)
    result = without_elisions(patch, document, Span(0, 0))
    assert not isinstance(result, Refusal)
    assert "more items" in result[0].notes[-1]
    assert "more items" in result[1]


LIST = "<ul>\n  <li>one</li>\n  ¦\n</ul>\n"


@pytest.mark.parametrize(
    ("reply", "after"),
    [
        (
            "<ul>\n  <!-- existing item -->\n  <li>two</li>\n</ul>",
            "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n",
        ),
        (
            "<li>\n  <!-- Existing customers -->\n  <b>two</b>\n</li>",
            "<ul>\n  <li>one</li>\n  <li>\n    <!-- Existing customers -->\n    <b>two</b>\n  </li>\n</ul>\n",
        ),
    ],
)
async def test_a_comment_for_what_the_file_has_there_goes(reply: str, after: str) -> None:
    """Between a line of the file and a new one it stands for the file's; among new lines it is their heading."""
    told = await told_of("html", LIST, reply)
    assert told.after == after
    assert ("left out the remark" in told.words) == ("item" in reply)
