"""echo: lines that a reply only repeats are left out, lines that it means stay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.checks.echo import alike, read_surroundings, without_echo, without_own_line
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.nouns import Span
from viscodex_lsp.core.text.positions import LineIndex


def left_of(text: str, code: str, *, depth: str = "") -> str:
    """What is left of the code for the "|" of `text`, or for what two of them enclose."""
    first, last = text.index("|"), text.rindex("|")
    span = Span(first, last - 1 if last > first else first)
    around = read_surroundings(LineIndex(text.replace("|", "")), span)
    return without_echo(Fragment(tuple(code.split("\n"))), around, depth=depth).text


FUNCTION = "def main(x):\n    first = x\n    |\n    return first\n"
LIST = '<ul class="menu">\n  <li>one</li>\n  |\n</ul>\n<p>after</p>\n'


@pytest.mark.parametrize(
    ("text", "code", "left"),
    [
        (FUNCTION, "def main(x):\n    first = x\n    y = 2", "y = 2"),
        (FUNCTION, "def main(x):\n    first = x\n    y = 2\n    return first", "y = 2"),
        (FUNCTION, "y = 2\nfirst = x", "y = 2\nfirst = x"),
        ("def main(x):\n    |\n", "def main(x):\n    return x", "return x"),
        ("def main(x):|\n", "def main(x):\n    return x", "return x"),
        ("def main(x):\n\n    |\n", "\ndef main(x):\n    return x", "return x"),
        (LIST, '<ul class="menu">\n  <li>one</li>\n  <li>two</li>\n</ul>', "<li>two</li>"),
        (LIST, "<li>two</li>\n</ul>\n<p>after</p>", "<li>two</li>\n</ul>\n<p>after</p>"),
        ("a {\n  |\n}\nlast-one {\n  colour: red;\n}\n", "b\n}\nlast-one {\n  colour: red;\n}", "b"),
        ("head line\nother line\n|old|\n", "head line\nother line\nnew", "new"),
        ("function f() {\n  |\n}\n", "function f() {\n  if (a) {\n    b();\n  }\n}", "if (a) {\n  b();\n}"),
    ],
)
def test_repeated_lines_are_left_out(text: str, code: str, left: str) -> None:
    """A head that opens the block or is telling goes; so does a tail that closes what the head opened."""
    assert left_of(text, code) == left


def test_a_head_above_its_brace_is_left_out_with_it() -> None:
    """The block's own members are what is new."""
    text = "class Report\n{\n    int rows;\n\n    |\n}\n"
    assert left_of(text, "class Report\n{\n  void Print()\n  {\n  }\n}", depth="    ") == "void Print()\n{\n}"
    assert left_of(text, "class Other\n{\n}", depth="    ") == "class Other\n{\n}"


def test_quotes_and_separators_make_no_other_line() -> None:
    """What closes the head that was left out goes too, whether or not a comma follows it."""
    text = "run({\n  data() {\n    return {\n      first: 'a',\n      |\n    }\n  },\n})\n"
    assert (
        left_of(text, 'data() {\n  return {\n    first: "a",\n    second: 2\n  }\n}', depth="      ")
        == "second: 2"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<ul>\n  <li>item</li>\n  |\n</ul>\n", "<li>item</li>\n<li>item</li>"),
        ("<div>\n  |\n</div>\n", "<div>\n  <p>a</p>\n</div>"),
        ("{\n  |\n}\n", "{\n  a\n}"),
        ("a()\n\n|\n\nb()\n", "c()\n\nd()"),
        ("if a:\n    b()\n    |\n", "if a:\n    c()"),
    ],
)
def test_lines_that_may_be_meant_stay(text: str, code: str) -> None:
    """Equal items of a list, bare brackets and tags, and blank lines are no echo."""
    assert left_of(text, code) == code


SHAPE = "class Shape:\n    def side(self):\n        return 1\n\n    |\n\nx = 1\n"
MAIN = "package a;\n\npublic class Main {\n    int a;\n    |\n}\n"


@pytest.mark.parametrize(
    ("text", "code", "left"),
    [
        (SHAPE, "class Shape:\n    def area(self):\n        return 2", "def area(self):\n    return 2"),
        (MAIN, "public class Main {\n    int b;\n}", "int b;"),
        ("services:\n    web: 1\n    |\n", "services:\n    db: 2", "db: 2"),
        (MAIN, "public class Main {\n    int b;\n}\nclass Other {\n}", None),
        (MAIN, "public class Main {\n}", None),
        (SHAPE, "class Shape:\n    def area(self):\n        return 2\n\ny = 2", None),
        (SHAPE, "class Other:\n    def area(self):\n        return 2", None),
    ],
)
def test_the_blocks_around_the_place_are_left_out(text: str, code: str, left: str | None) -> None:
    """Code wrapped in the head of the class it goes to loses the wrapping, unless more stands beside it."""
    assert left_of(text, code, depth="    ") == (code if left is None else left)


def test_nothing_is_left_of_a_mere_repetition() -> None:
    """Code that holds only the lines around the place is blank."""
    assert left_of(FUNCTION, "def main(x):\n    first = x\n\n    return first") == ""


@pytest.mark.parametrize(
    ("text", "code", "left", "gap"),
    [
        ("x = |\n", "x = 1", "1", ""),
        ("x =|\n", "x = 1", "1", " "),
        ("foo|\n", "foobar()", "bar()", ""),
        ("  <p>|</p>\n", "<p>a</p>", "a", ""),
        ("f(|)\n", "f(a,\n  b)", "a,\n  b", ""),
    ],
)
def test_the_beginning_of_the_line_is_left_out(text: str, code: str, left: str, gap: str) -> None:
    """With the end of the line, if the code ends with that too; the space between is told."""
    around = read_surroundings(LineIndex(text.replace("|", "")), Span(text.index("|"), text.index("|")))
    assert without_own_line(Fragment(tuple(code.split("\n"))), around) == (
        Fragment(tuple(left.split("\n"))),
        gap,
    )


@pytest.mark.parametrize(
    ("text", "code"), [("x = |\n", "y = 1"), ("x|\n", "xs"), ("|\n", "a"), ("ab|\n", "ab")]
)
def test_other_code_does_not_continue_the_line(text: str, code: str) -> None:
    """A beginning of one character, or the very line, says nothing."""
    around = read_surroundings(LineIndex(text.replace("|", "")), Span(text.index("|"), text.index("|")))
    assert without_own_line(Fragment((code,)), around) is None


LINES = st.lists(st.sampled_from(["alpha", "  beta", "}", "", "😀 gamma", "\tdelta"]), min_size=1, max_size=8)


@settings(deadline=None)
@given(LINES, LINES, LINES)
def test_what_is_left_is_a_part_of_the_code(before: list[str], code: list[str], after: list[str]) -> None:
    """Lines are only ever taken from both ends, never changed or reordered."""
    left = left_of("\n".join([*before, "|", *after]), "\n".join(code)).split("\n")
    stripped = [line.strip() for line in code]
    kept = [line.strip() for line in left]
    starts = range(len(code) - len(kept) + 1)
    assert kept == [""] or any(stripped[start : start + len(kept)] == kept for start in starts)


def test_a_declaration_that_is_exported_is_the_same_line() -> None:
    assert alike("export interface A {") == alike("interface A {")
    assert alike("export const a = 1;") == alike("const a = 1")
    assert alike("export { a };") != alike("{ a };")
