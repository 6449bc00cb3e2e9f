"""Numbers of things read as people write them."""

import pytest

from viscodex_lsp.core.counted import counted, quoted


@pytest.mark.parametrize(("number", "words"), [(0, "0 lines"), (1, "1 line"), (2, "2 lines")])
def test_one_thing_is_not_many(number: int, words: str) -> None:
    assert counted(number, "line") == words


@pytest.mark.parametrize(
    ("texts", "words"),
    [(["a"], "`a`"), (["a", "b  c"], "`a`, `b c`"), (["a", "b", "c", "d"], "`a`, `b` and 2 more")],
)
def test_of_many_texts_the_rest_is_counted(texts: list[str], words: str) -> None:
    assert quoted(texts, 2) == words
