"""HTML with a forgotten, a wrong or a stray end tag, put right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.checks.pages.end_tags import with_end_tags
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse

Lines = list[str]
LEAVES = st.builds(
    lambda tag, text: [f"<{tag}>{text}</{tag}>"],
    st.sampled_from(["h2", "button", "small", "strong"]),
    st.text("abc é😀", max_size=6),
)


def _nested(children: st.SearchStrategy[Lines]) -> st.SearchStrategy[Lines]:
    def build(tag: str, inside: list[Lines]) -> Lines:
        lines = [f"  {line}" for child in inside for line in child]
        return [f"<{tag} style='x'>", *lines, f"</{tag}>"]

    return st.builds(
        build, st.sampled_from(["div", "section", "form"]), st.lists(children, min_size=1, max_size=3)
    )


PAGES = st.builds(
    lambda parts: ["<main>", *(f"  {line}" for part in parts for line in part), "</main>"],
    st.lists(st.recursive(LEAVES, _nested, max_leaves=8), min_size=1, max_size=4),
)


def sound(code: str) -> bool:
    """Whether nothing is wrong with the HTML."""
    return not parse(code, language_of("html")).faults


@given(PAGES)
def test_sound_html_is_left_alone(page: Lines) -> None:
    """Where every element is closed there is nothing to put right."""
    assert with_end_tags("\n".join(page)) is None


@given(PAGES, st.data())
def test_a_forgotten_end_tag_comes_back_where_it_was(page: Lines, data: st.DataObject) -> None:
    """Of indented HTML that lacks one end tag, the whole is restored to the letter."""
    at = data.draw(st.sampled_from([at for at, line in enumerate(page) if "</" in line]))
    without = page[at][: page[at].rindex("</")]
    broken = [*page[:at], *([without] if without.strip() else []), *page[at + 1 :]]
    assert with_end_tags("\n".join(broken)) == ("\n".join(page), 1)


@given(PAGES, st.data())
def test_a_stray_end_tag_goes(page: Lines, data: st.DataObject) -> None:
    """An end tag of an element that is not open there leaves no trace."""
    at = data.draw(st.integers(1, len(page) - 1))
    broken = [*page[:at], "</article>", *page[at:]]
    assert with_end_tags("\n".join(broken)) == ("\n".join(page), 1)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("<div>\n  <h2>One</h3>\n</div>", "<div>\n  <h2>One</h2>\n</div>"),
        ("<div><h1>One</h1></p></div>", "<div><h1>One</h1></div>"),
        ("<div><b>One</div>", "<div><b>One</b></div>"),
        ("<div>\n<b>One</b>\n", "<div>\n<b>One</b>\n</div>\n"),
        ("<ul>\n  <li>One\n  <li>Two\n", "<ul>\n  <li>One\n  <li>Two\n</ul>\n"),
        ("<div>\n  <p>One</p>\n</div>\n</div>", "<div>\n  <p>One</p>\n</div>"),
        ("<form>\n  <input>\n  <button>Go\n</form>", "<form>\n  <input>\n  <button>Go</button>\n</form>"),
    ],
)
def test_what_is_put_right(code: str, wanted: str) -> None:
    """Wrong names, missing ends and ends too many, with and without indentation."""
    assert not sound(code)
    assert with_end_tags(code) == (wanted, 1)
    assert sound(wanted)


def test_too_much_to_put_right_is_left_alone() -> None:
    """Three wrong tags among four elements are nobody's slip of the pen."""
    assert with_end_tags("<div>\n  <b>One\n  <i>Two\n  <u>Three\n") is None


@given(
    st.lists(
        st.sampled_from(["<div>", "</div>", "<i>", "</i>", "<b>", "</b>", "<br>", "x", "\n", "  "]),
        max_size=30,
    )
)
def test_any_soup_ends_sound_or_is_left_alone(soup: list[str]) -> None:
    """What is put right at all parses without a fault."""
    found = with_end_tags("".join(soup))
    assert found is None or sound(found[0])
