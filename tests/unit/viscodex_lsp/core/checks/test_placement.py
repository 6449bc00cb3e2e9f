"""placement: where code goes at a cursor, and what it replaces."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.placement import Place, placements
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Span, Style
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import LineIndex


def place(text: str, language: str, *, depth: str = "  ", newline: str = "\n") -> Place:
    first, last = text.index("|"), text.rindex("|")
    span = Span(first, last - 1 if last > first else first)
    style = Style(indent="  ", newline=newline, quote='"')
    return Place(LineIndex(text.replace("|", "")), span, depth, style, language_of(language))


def outcomes(text: str, code: str, language: str, *, depth: str = "  ", gap: str | None = None) -> list[str]:
    """The text after each placement, the best first."""
    where = place(text, language, depth=depth)
    found = placements(Fragment(tuple(code.split("\n"))), where, gap=gap)
    return [apply_replacements(where.lines.text, [replacement]) for replacement in found]


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("a {\n|\n}\n", "x;\ny;", "a {\n  x;\n  y;\n}\n"),
        ("a {\n      |  \n}\n", "x;", "a {\n  x;\n}\n"),
        ("a;\n|", "x;", "a;\n  x;\n"),
        ("a;\n  |", "x;", "a;\n  x;\n"),
        ("|", "x;\ny;", "  x;\n  y;\n"),
        ("a {\n|\n\n}\n", "x;\n\ny;", "a {\n  x;\n\n  y;\n\n}\n"),
    ],
)
def test_a_blank_line_becomes_the_block(text: str, code: str, after: str) -> None:
    """Its own whitespace goes; a line end is added only where the text would end without one."""
    assert outcomes(text, code, "css") == [after]


@pytest.mark.parametrize(
    ("language", "line", "code"),
    [
        ("python", "x = ", "1"),
        ("python", "x = ", "[\n  1,\n]"),
        ("python", "x +=", "1"),
        ("python", "return ", "a"),
        ("python", "f(", "a"),
        ("python", "f(a,", "b"),
        ("python", '    "a": ', "b"),
        ("python", "x = a if b and", "c"),
        ("javascript", "const f = () =>", "1"),
        ("javascript", "  return", "<p />"),
        ("javascript", "  key:", "1"),
        ("typescript", "const a: A = ", "{\n  b: 1,\n}"),
        ("css", "  color: ", "red;"),
        ("json", '  "a": ', "1"),
        ("yaml", "a: ", "1"),
        ("rust", "let a = ", "1;"),
        ("go", "a := ", "1"),
    ],
)
def test_a_line_that_waits_for_an_expression_gets_it_beside(language: str, line: str, code: str) -> None:
    """Behind an operator, `return` or an opening bracket the code continues the line, one space apart."""
    first = outcomes(f"{line}|\n", code, language)[0]
    assert first.startswith(f"{line.rstrip()}{'' if line.endswith('(') else ' '}{code[:1]}")


@pytest.mark.parametrize(
    ("language", "line", "code"),
    [
        ("python", "x = 1", "y = 2"),
        ("python", "def f():", "return 1"),
        ("python", "if a:", "b()"),
        ("python", "f(", "a,\nb,"),
        ("javascript", "f() {", "return 1;"),
        ("javascript", "case 1:", "return 1;"),
        ("javascript", "const f = () => {", "return 1;"),
        ("javascript", "a++", "b++"),
        ("javascript", "/* a */", "b"),
        ("html", "<p>", "a"),
        ("html", "a =", "b"),
        ("css", "a {", "color: red;"),
        ("yaml", "a:", "b: 1\nc: 2"),
        ("markdown", "Look here:", "text"),
    ],
)
def test_any_other_line_gets_the_code_below(language: str, line: str, code: str) -> None:
    """A finished line, or one that opens a block, is followed by a block of lines."""
    after = outcomes(f"{line}|  \nend\n", code, language)[0]
    assert after == f"{line}\n" + "".join(f"  {part}\n" for part in code.split("\n")) + "end\n"


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("  <p>|</p>\n", "a", "  <p>a</p>\n"),
        ("  <p>|</p>\n", "a\nb", "  <p>\n    a\n    b\n  </p>\n"),
        ("<a |>\n", 'class="b"', '<a class="b">\n'),
        ("a {|}\n", "b\nc", "a {\n    b\n    c\n}\n"),
        ("|<p>a</p>\n", "b\nc", "    b\n    c\n<p>a</p>\n"),
        ("  |  <p>a</p>\n", "b", "    b\n    <p>a</p>\n"),
        ("a | b\n", "c\nd", "a c\nd b\n"),
    ],
)
def test_inside_a_line_code_stays_inside_or_splits_it(text: str, code: str, after: str) -> None:
    """One line stays inline; several split an opening from its closing; at a line's beginning, a block."""
    assert outcomes(text, code, "html", depth="    ")[0] == after


@pytest.mark.parametrize(
    ("text", "code", "after"),
    [
        ("a\n|b\n|c\n", "x\ny", "a\n  x\n  y\nc\n"),
        ("a\n|b|\nc\n", "x\ny", "a\n  x\n  y\nc\n"),
        ("a\n    |b\n|c\n", "x\ny", "a\n    x\n    y\nc\n"),
        ("a\n|b|", "x", "a\n  x"),
        ("a\n|b\n|", "x", "a\n  x\n"),
        ("  a |b| c\n", "x", "  a x c\n"),
        ("  a |b| c\n", "x\n  y\nz", "  a x\n    y\n  z c\n"),
        ("a |b\nc| d\n", "x", "a x d\n"),
        ("<p>|a|</p>\n", "x\ny", "<p>\n  x\n  y\n</p>\n"),
        ("|a\n\n|b\n", "x", "  x\nb\n"),
    ],
)
def test_a_selection_is_replaced(text: str, code: str, after: str) -> None:
    """Whole lines stay whole lines with the final newline they had; a part of a line stays inline."""
    assert outcomes(text, code, "html")[0] == after


def test_what_continues_the_line_is_put_beside_it() -> None:
    """Code whose beginning was on the line already goes on there, after the space it had."""
    assert outcomes("const a|\n", "= 1", "javascript", gap=" ")[0] == "const a = 1\n"
    assert outcomes("foo|\n", "bar()", "javascript", gap="")[0] == "foobar()\n"


def test_line_ends_are_those_of_the_document() -> None:
    """A block in a CRLF document has CRLF line ends."""
    where = place("a\r\n|", "css", newline="\r\n")
    (only,) = placements(Fragment(("x", "y")), where)
    assert apply_replacements(where.lines.text, [only]) == "a\r\n  x\r\n  y\r\n"


PIECES = st.sampled_from(
    ["a", " ", "\t", "😀", "\n", "\r\n", "\r", "\u2028", "(", ")", "=", "<p>", "</p>", ":"]
)
TEXTS = st.lists(PIECES, max_size=16).map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS.filter(str.strip), st.data(), st.sampled_from(["python", "html", "markdown"]))
def test_nothing_but_the_span_and_blanks_around_a_cursor_change(
    text: str, code: str, data: st.DataObject, language: str
) -> None:
    """A replacement covers the selection and no more, or a cursor with the whitespace on its line."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    style = Style(indent="  ", newline="\n", quote='"')
    where = Place(LineIndex(text), Span(start, end), "  ", style, language_of(language))
    fragment = Fragment(tuple(code.replace("\r", "\n").split("\n")))
    for replacement in placements(fragment, where):
        covered = replacement.span
        if start < end:
            assert covered == where.span
        else:
            # An "above" edit replaces the indentation beside the cursor, and writes it again.
            around = text[min(covered.start, start) : max(covered.end, start)]
            assert not around.strip(" \t")
