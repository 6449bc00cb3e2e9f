"""A whole type as the reply for a place where none can stand: a view of SwiftUI or Compose in the body of one, a
class of Dart in another."""

import re

from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal

_DECLARES = re.compile(
    r"^(?:@main\b|#Preview\b|(?:(?:public|private|internal)\s+)?struct\s+(?P<name>\w+)\s*:[^{\n]*\b(?:View|App|PreviewProvider)\b)",
    re.MULTILINE,
)
_OF_DART = re.compile(
    r"^(?:(?:abstract|base|final|sealed|interface|mixin)\s+){0,8}(?:class|mixin|extension|enum)\s+(?P<name>\w+)[^\n]*\{",
    re.MULTILINE,
)
# A function of Jetpack Compose can stand in another one, but shows nothing there.
_COMPOSABLE = re.compile(
    r"^@Composable\s+(?:(?:public|private|internal)\s+)?fun\s+(?:\w+\.)?(?P<name>\w+)", re.MULTILINE
)
_BODY = re.compile(r"\bvar\s+\w+\s*:\s*some\s+(?:View|Scene)\s*\{")


def whole_view(code: str, place: Place) -> Refusal | None:
    """Why the code does not fit; None where it does. A result builder takes no declaration of a type (The Swift
    Programming Language, "Result Builders")."""
    declares, body = (_COMPOSABLE, _COMPOSABLE) if place.language.id == "kotlin" else (_DECLARES, _BODY)
    found = declares.search(code) if place.language.id in ("swift", "kotlin") and place.depth else None
    if found is None or not body.search(place.lines.text, 0, place.span.start):
        return None
    name = found["name"] or "a preview"
    return Refusal(
        Reason.SYNTAX,
        f"The reply is a whole view ({name}), which does not fit in the body of another one, so nothing was changed. "
        "Choose a place outside of it, or ask for the content alone in the instruction.",
        f"it is a whole view ({name}), but the mark is in the body of one. Write only what goes there.",
    )


def class_in_class(code: str, place: Place) -> Refusal | None:
    """Why a class of Dart does not fit; None where it does. Types are declared at the top of a file alone (Dart
    language specification, "Classes")."""
    found = _OF_DART.search(code) if place.language.id == "dart" and place.depth else None
    if found is None:
        return None
    return Refusal(
        Reason.SYNTAX,
        f"The reply is a whole class ({found['name']}), which cannot stand inside of another one, so nothing was "
        "changed. Choose a place outside of it, or ask for the content alone in the instruction.",
        f"it is a whole class ({found['name']}), but the mark is inside of one. Write only what goes there.",
    )
