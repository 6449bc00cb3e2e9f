"""tags: where the tags of any text are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.core.checks.pages.tags import elements, read_tags

PIECES = st.sampled_from(
    ["<p>", "</p>", "<!--", "-->", "<script>", "</script>", "a & b", "<br/>", '"', "<a b='>'>", "<"]
)


@given(st.lists(PIECES, max_size=20).map("".join) | st.text(max_size=60))
def test_every_tag_is_where_it_says(text: str) -> None:
    """Whatever the text is: spans are in order, apart, and begin and end with the signs of a tag."""
    end = 0
    for tag in read_tags(text):
        assert tag.span.start >= end
        assert text[tag.span.start] == "<"
        assert text[tag.span.end - 1] == ">"
        end = tag.span.end


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<p>Bread & butter</p> 1 < 2", ["p", "p"]),
        ("<!-- <p> --><br>", ["br"]),
        ("<script>a('<p>')</script>", ["script", "script"]),
        ("<p title='a > b'>", ["p"]),
        ("<!DOCTYPE html><Main>", ["!doctype", "main"]),
    ],
)
def test_only_tags_are_tags(text: str, names: list[str]) -> None:
    """Comments, scripts, attribute values and lone signs hold none."""
    assert [tag.name for tag in read_tags(text)] == names


def test_an_attribute_and_the_outermost_element_are_found() -> None:
    """Values with quotes of both kinds and without; nested elements count as one."""
    text = "<div class='a b' id=c><div></div></div><div>"
    (item,) = elements(read_tags(text), "div")
    assert (item.tag.value("class"), item.tag.value("id"), item.tag.value("style")) == ("a b", "c", "")
    assert text[item.inner.start : item.inner.end] == "<div></div>"


def test_a_name_that_is_never_closed_is_no_tag() -> None:
    """However long it is; its end is not looked for again at each of its signs."""
    assert read_tags("<a" + "-" * 200_000) == []
    assert [tag.name for tag in read_tags(f"<a{'-' * 2_000} b>")] == [f"a{'-' * 2_000}"]


def test_a_tag_with_many_values_in_braces_is_read_once() -> None:
    """A brace opens a value or is text, never both in turn."""
    many = "<a " + "b={c} " * 150
    assert [tag.name for tag in read_tags(f"{many}/>")] == ["a"]
    assert [tag.name for tag in read_tags(f"{many}<p {{{{ d }}}} e={{f => g}}>")] == ["p"]
