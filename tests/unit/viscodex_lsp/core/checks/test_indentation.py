"""indentation: code at column 0, in the document's steps, with literals left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Style


def placed(code: str, *, language: str, indent: str, depth: str = "") -> str:
    style = Style(indent=indent, newline="\n", quote='"')
    return "\n".join(read_fragment(code, language_of(language), style).at(depth))


@pytest.mark.parametrize(
    ("code", "indent", "expected"),
    [
        ("if a:\n    if b:\n        c()", "\t", "if a:\n\tif b:\n\t\tc()"),
        ("if a:\n  if b:\n    c()", "    ", "if a:\n    if b:\n        c()"),
        ("if a:\n\tif b:\n\t\tc()", "  ", "if a:\n  if b:\n    c()"),
        ("    if a:\n        b()", "    ", "if a:\n    b()"),
        ("f(a,\n  b)", "    ", "f(a,\n    b)"),
        ("x = 1\ny = 2", "\t", "x = 1\ny = 2"),
        ("\n\n  x = 1  \n  \n  y = 2\n\n", "    ", "x = 1\n\ny = 2"),
        ("if a:\n    b(c,\n      d)\n    e()", "  ", "if a:\n  b(c,\n    d)\n  e()"),
    ],
)
def test_steps_become_those_of_the_document(code: str, indent: str, expected: str) -> None:
    """The common margin goes, steps are converted, trailing whitespace goes, alignment stays a remainder."""
    assert placed(code, language="python", indent=indent) == expected


@pytest.mark.parametrize(
    ("language", "code", "expected"),
    [
        ("python", 'x = """a  \n  b\n"""\nif x:\n  y()', '\tx = """a  \n  b\n"""\n\tif x:\n\t\ty()'),
        ("javascript", "f(`\n  a\n`, {\n  b\n})", "\tf(`\n  a\n`, {\n\t\tb\n\t})"),
        ("html", "<div>\n  <pre>a\n  b\n</pre>\n</div>", "\t<div>\n\t\t<pre>a\n  b\n</pre>\n\t</div>"),
        ("html", "<textarea>\n a\n</textarea>", "\t<textarea>\n a\n</textarea>"),
        ("go", "a := `\n  x`\nif a {\n  b()\n}", "\ta := `\n  x`\n\tif a {\n\t\tb()\n\t}"),
        ("shellscript", "if a; then\n  cat <<X\n b\nX\nfi", "\tif a; then\n\t\tcat <<X\n b\nX\n\tfi"),
        ("php", "$a = <<<X\n  b\n  X;\nf(function() {\n  c();\n});",
         "\t$a = <<<X\n  b\n  X;\n\tf(function() {\n\t\tc();\n\t});"),
        ("ruby", "a = <<~X\n    b\n  X\nif a\n  c\nend", "\ta = <<~X\n    b\n  X\n\tif a\n\t\tc\n\tend"),
        ("java", 'String s = """\n  a\n  """;', '\tString s = """\n  a\n  """;'),
        ("kotlin", 'val s = """\n  a\n"""', '\tval s = """\n  a\n"""'),
    ],
)  # fmt: skip
def test_lines_inside_a_literal_are_untouched(language: str, code: str, expected: str) -> None:
    """What a literal holds is a value: no step, margin or trailing space of it changes."""
    assert placed(code, language=language, indent="\t", depth="\t") == expected


def test_a_literal_at_column_0_does_not_hide_the_margin() -> None:
    """A whole reply that is indented comes to column 0 even where a literal in it reaches further left."""
    code = '    x = """\nfar left\n"""\n    y = 1'
    assert placed(code, language="python", indent="    ") == 'x = """\nfar left\n"""\ny = 1'


def test_a_docstring_moves_with_its_function() -> None:
    """Its indentation means nothing, and left behind it would look wrong."""
    code = 'def f():\n  """Do.\n\n  More.\n  """\n  return 1'
    expected = '    def f():\n        """Do.\n\n        More.\n        """\n        return 1'
    assert placed(code, language="python", indent="    ", depth="    ") == expected


def test_steps_of_yaml_and_of_unknown_languages_are_left_alone() -> None:
    """In YAML a block scalar's width is part of its value; of an unknown language nothing is known."""
    code = "a: |\n    b\n      c\nd:\n    - e"
    assert placed(code, language="yaml", indent="  ") == code
    assert placed("a\n    b", language="nothing-known", indent="  ") == "a\n    b"


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet=" \ta{é😀\u2028", max_size=8), max_size=12), st.text(alphabet=" \t", max_size=4)
)
def test_only_whitespace_at_the_ends_of_lines_changes(lines: list[str], depth: str) -> None:
    """Whatever the code, every line keeps its text, and no line ends in whitespace."""
    result = placed("\n".join(lines), language="css", indent="\t", depth=depth).split("\n")
    assert [line.strip(" \t") for line in result if line] == [
        line.strip(" \t").rstrip() for line in lines if line.strip()
    ]
    assert all(line == line.rstrip() for line in result)


def test_a_part_is_at_column_0_again() -> None:
    """Cutting the head off a block brings its body to the margin, with its literals still known."""
    fragment = Fragment(("def f():", "    x = '''", "a", "'''", "    y"), frozenset({2, 3}))
    assert fragment.part(1, 5) == Fragment(("x = '''", "a", "'''", "y"), frozenset({1, 2}))
