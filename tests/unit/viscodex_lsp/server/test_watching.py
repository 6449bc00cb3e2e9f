"""Which files an editor is asked to watch."""

import re

from viscodex_lsp.core.components.facts import ASSETS, READ
from viscodex_lsp.core.components.workspace import SOURCE
from viscodex_lsp.server.editor import WATCHED


def test_every_file_that_the_index_is_made_of_is_watched() -> None:
    """No ending is read and not watched, and none is watched for nothing."""
    endings = re.fullmatch(r"\*\*/\*\.\{([a-z,]+)\}", WATCHED)
    assert endings is not None
    assert {f".{ending}" for ending in endings[1].split(",")} == set(READ | ASSETS | SOURCE)
