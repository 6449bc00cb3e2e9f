"""Takes the rows out of a statement of SQL that the place is in and that the reply writes again."""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.nouns import Reason, Refusal

_INSERT = re.compile(
    r"\s*insert\s+into\s+(?P<table>[\w.\"`\[\]]++)\s*+(?P<columns>\([^()]*\))?\s*+values\b", re.IGNORECASE
)


def rows_of_insert(code: str, place: Place) -> Formed | Refusal | None:
    """The rows alone, or why they do not fit; None where the reply is no such statement, or the place in none."""
    mine = _INSERT.match(code) if place.language.id == "sql" and place.span.empty else None
    statement = place.lines.text[: place.span.start].rpartition(";")[2]
    here = _INSERT.match(re.sub(r"--[^\n]*", "", statement)) if mine is not None else None
    if mine is None or here is None:
        return None
    rows = code[mine.end() :].strip().removesuffix(";").rstrip()
    if ";" in re.sub(r"'[^']*'", "", rows):
        return None
    if _flat(mine) != _flat(here):
        return Refusal(
            Reason.OTHER_PLACE,
            f"The reply inserts into {_words(mine)}, but the place is among rows for {_words(here)}, so nothing was "
            "changed. Choose a place between the statements, or say in the instruction what you want.",
            f"it inserts into {_words(mine)}, but the mark is among rows for {_words(here)}. Write only such rows.",
        )
    return Formed(rows, notes=(THERE_ALREADY,))


def _flat(match: re.Match[str]) -> str:
    return re.sub(r"[\s\"`\[\]]", "", f"{match['table']}{match['columns'] or ''}").lower()


def _words(match: re.Match[str]) -> str:
    return f"`{match['table']}{' ' if match['columns'] else ''}{match['columns'] or ''}`"
