"""Numbers of things read as people write them."""

import pytest

from viscodex_lsp.core.counted import counted


@pytest.mark.parametrize(("number", "words"), [(0, "0 lines"), (1, "1 line"), (2, "2 lines")])
def test_one_thing_is_not_many(number: int, words: str) -> None:
    assert counted(number, "line") == words
