"""Elements of a file by the source positions that running pages tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.pointing.elements import element_named
from viscodex_lsp.core.pointing.source_position import SourcePosition, read_position

TSX = """export function App() {
  return (
    <main>
      <Card title="ü">
        <b>One</b> <i>Two</i>
      </Card>
      <img src="a.png" />
    </main>
  )
}
"""
HTML = "<body>\n  <ul>\n    <li>One</li>\n  </ul>\n</body>\n"
VUE = "<template>\n  <section>\n    <p>Hi</p>\n  </section>\n</template>\n"
SVELTE = "<script>let a = 1</script>\n<section>\n  <p>{a}</p>\n</section>\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('data-source="src/Card.tsx:12:5"', SourcePosition("src/Card.tsx", 12, 5)),
        (
            "in LoginForm (at components/login-form.tsx:46:19)",
            SourcePosition("components/login-form.tsx", 46, 19),
        ),
        ("src/Card.tsx:12", SourcePosition("src/Card.tsx", 12, None)),
        ("/home/me/site/src/Card.tsx:3:1", SourcePosition("/home/me/site/src/Card.tsx", 3, 1)),
        ("C:\\\\site\\\\Card.tsx:3:1".replace("\\\\", "\\"), SourcePosition("C:/site/Card.tsx", 3, 1)),
        ("<b data-source='src/[id]/page.tsx:3:1:Button'>", SourcePosition("src/[id]/page.tsx", 3, 1)),
        ("at http://localhost:3000/", None),
        ("12:5", None),
        ("Card.tsx:0:1", None),
        ("", None),
    ],
)
def test_positions_are_read_as_tools_write_them(text: str, told: SourcePosition | None) -> None:
    """As an attribute, in a stack, alone; an address is none."""
    assert read_position(text) == told


@given(st.text(max_size=200))
def test_no_text_makes_reading_raise(text: str) -> None:
    """Whatever a page says."""
    read_position(text)


@pytest.mark.parametrize(
    ("text", "language", "at", "element"),
    [
        (TSX, "typescriptreact", "src/App.tsx:4:7", "<Card"),
        (TSX, "typescriptreact", "4:6", "<Card"),
        (TSX, "typescriptreact", "4", "<Card"),
        (TSX, "typescriptreact", "5:20", "<i>Two</i>"),
        (TSX, "typescriptreact", "5:9", "<b>One</b>"),
        (TSX, "typescriptreact", "7:7", "<img"),
        (TSX, "typescriptreact", "6:3", "<Card"),
        (HTML, "html", "index.html:3:5", "<li>One</li>"),
        (HTML, "html", "2:3", "<ul>"),
        (VUE, "vue", "2:3", "<section>"),
        (SVELTE, "svelte", "3:3", "<p>"),
    ],
)
def test_an_element_is_found_at_its_position(text: str, language: str, at: str, element: str) -> None:
    """The one that begins there, with columns from 0 or 1; else the innermost around."""
    span = element_named(text, language, at)
    assert text[span.start : span.end].startswith(element)
    assert text[span.end - 1] == ">"


@pytest.mark.parametrize("at", ["99:1", "2:3", "nonsense", "App.tsx"])
def test_what_is_no_element_is_a_sentence(at: str) -> None:
    """Beyond the file, where there is none, and what is no position."""
    with pytest.raises(UsageError):
        element_named(TSX, "typescriptreact", at)


def test_a_column_beyond_its_line_is_a_sentence() -> None:
    """What stands there is not guessed; a place right behind the line, or an emoji that counts as two, is one of it."""
    with pytest.raises(UsageError, match="no column 99999 in line 3; it ends with column 17"):
        element_named(HTML, "html", "3:99999")
    assert element_named(HTML, "html", "3:17") == element_named(HTML, "html", "3:5")
    assert element_named("<p>😀😀</p>\n", "html", "1:12").start == 0
