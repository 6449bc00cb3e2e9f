"""Searching trees: what is found, and where a search would take too long to be begun."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from viscodex_lsp.core.language.grammars import captures, errors_in, text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.syntax import parse

PYTHON = language_of("python")


@pytest.mark.parametrize(
    ("text", "found"),
    [("x = a\n" * 4_000, 8_000), ("-" * 20_000 + "a\n", 0), ("a\n" + "-" * 20_000 + "\n", 0)],
    ids=["flat", "too deep", "an error too wide"],
)
def test_no_search_takes_time_that_grows_with_the_square(text: str, found: int) -> None:
    """Ordinary trees are searched, however long; those that no person writes are not."""
    tree = parse(text, PYTHON)
    assert tree.parsed is not None
    assert len(captures(PYTHON, "(identifier) @name", tree.parsed.root_node).get("name", ())) == found


def test_errors_come_in_the_order_of_the_text() -> None:
    """What was skipped and what was made up, each once."""
    tree = parse("def f(:\n    pass\n\nx = (1\n", PYTHON)
    assert tree.parsed is not None
    found = list(errors_in(tree.parsed.root_node))
    assert found
    assert all(node.is_error or node.is_missing for node in found)
    assert [node.start_byte for node in found] == sorted(node.start_byte for node in found)
    assert list(errors_in(parse("x = 1\n", PYTHON).parsed.root_node)) == []  # type: ignore[union-attr]


def test_what_is_found_comes_in_the_order_of_the_text() -> None:
    """Also where a pattern names a node and several that it lies in."""
    script = language_of("typescript")
    tree = parse("@A({ b: 1, c: 2 })\nexport class D {}\n\n@A({ b: 3, c: 4 })\nexport class E {}\n", script)
    assert tree.parsed is not None
    pattern = "(decorator (call_expression arguments: (arguments (object (pair) @pair))))"
    found = captures(script, pattern, tree.parsed.root_node)["pair"]
    assert [tree.source(pair) for pair in found] == ["b: 1", "c: 2", "b: 3", "c: 4"]


@given(st.lists(st.sampled_from(["a", "é", "\u4e00", "\U0001f600", "long" * 40])), st.integers(0, 12_000))
@settings(deadline=None)
def test_the_text_of_a_node_is_its_part_of_the_text(letters: list[str], before: int) -> None:
    """Wherever it stands, and whatever was asked for before it."""
    text = f"# {'é' * before}\n" + "".join(f"x = '{each}'\n" for each in letters)
    tree = parse(text, PYTHON)
    assert tree.parsed is not None
    for node in captures(PYTHON, "(string) @one (module) @one", tree.parsed.root_node).get("one", ()):
        assert text_of(node) == text.encode()[node.start_byte : node.end_byte].decode()
