"""A whole recipe for an image as the reply for a place in a stage of another (Docker, "Multi-stage builds")."""

import re

from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal

_FROM = re.compile(r"^FROM\s", re.MULTILINE | re.IGNORECASE)
_ENDS = re.compile(r"^(?:CMD|ENTRYPOINT)\b", re.MULTILINE | re.IGNORECASE)


def whole_recipe(code: str, place: Place) -> Refusal | None:
    """Why the code does not fit; None where it does."""
    text = place.lines.text
    if (
        place.language.id != "dockerfile"
        or not place.span.empty
        or not (_FROM.search(code) and _ENDS.search(code))
    ):
        return None
    if not _FROM.search(text, 0, place.span.start) or not _ENDS.search(text, place.span.end):
        return None
    return Refusal(
        Reason.OTHER_PLACE,
        "The reply is a whole Dockerfile with a `FROM` and a command of its own, but the place is in a stage of "
        "another, so nothing was changed. Select the lines to replace, or ask for the new lines in the instruction.",
        "it is a whole Dockerfile, but the mark is in a stage of one. Write only the lines that go there.",
    )
