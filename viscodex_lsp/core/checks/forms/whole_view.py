"""A whole view of SwiftUI as the reply for a place inside of one, where only views of its body can stand."""

import re

from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal

_DECLARES = re.compile(
    r"^(?:@main\b|#Preview\b|(?:(?:public|private|internal)\s+)?struct\s+(?P<name>\w+)\s*:[^{\n]*\b(?:View|App|PreviewProvider)\b)",
    re.MULTILINE,
)
_BODY = re.compile(r"\bvar\s+\w+\s*:\s*some\s+(?:View|Scene)\s*\{")


def whole_view(code: str, place: Place) -> Refusal | None:
    """Why the code does not fit; None where it does. A result builder takes no declaration of a type (The Swift
    Programming Language, "Result Builders")."""
    found = _DECLARES.search(code) if place.language.id == "swift" and place.depth else None
    if found is None or not _BODY.search(place.lines.text, 0, place.span.start):
        return None
    name = found["name"] or "a preview"
    return Refusal(
        Reason.SYNTAX,
        f"The reply is a whole view ({name}), which does not fit in the body of another one, so nothing was changed. "
        "Choose a place outside of it, or ask for the content alone in the instruction.",
        f"it is a whole view ({name}), but the mark is in the body of one. Write only what goes there.",
    )
