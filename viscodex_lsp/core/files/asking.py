"""Writes the part of a prompt that asks for further files: styles, types, a test or a story."""

from collections.abc import Collection, Mapping
from pathlib import PurePosixPath

from viscodex_lsp.core.files.kinds import COMPANIONS
from viscodex_lsp.core.nouns import Companion

_NAMED: Mapping[Companion, str] = {
    "styles": "its stylesheet",
    "types": "its types",
    "test": "a test of it",
    "story": "a story of it",
}


def ask_for(kinds: Collection[Companion], path: str) -> str:
    """The request for the files of these kinds beside `path`; "" for none."""
    if not kinds:
        return ""
    wanted = ", ".join(_NAMED[kind] for kind in COMPANIONS if kind in kinds)
    name = PurePosixPath(path).stem
    return (
        f"Besides the block for this file, answer with one more fenced block for each of: {wanted}. Put each one's "
        f"file name behind the language of its fence, like ```css {name}.css. Import here what this file needs of them."
    )
