"""What comes of judging a file as a reply would leave it: a refusal, or what the person is told."""

from typing import NamedTuple

from viscodex_lsp.core.nouns import Refusal


class Outcome(NamedTuple):
    """Why the edits are refused, if they are, and else the notes about them."""

    refusal: Refusal | None = None
    notes: tuple[str, ...] = ()
