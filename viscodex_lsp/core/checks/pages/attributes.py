"""Attributes that a tag has twice, of which a browser drops all but the first (HTML Standard, 13.2.5.33)."""

import re

from viscodex_lsp.core.checks.pages.tags import read_tags
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.text.difference import apply_replacements

_ATTRIBUTE = re.compile(
    r"(?<!\s)\s++(?P<name>[^\s=<>/\"']++)=(?P<quote>[\"'])(?P<value>(?:(?!(?P=quote)).)*)(?P=quote)",
    re.DOTALL,
)
_NOT_MERGED = re.compile(r"[\"'{}<>]")
_TEMPLATE_SIGNS = re.compile(r"\{[%{#]|<[?%]|@\w+\(")
_MERGED = {"class": " ", "style": "; "}


def with_attributes_once(code: str) -> tuple[str, str]:
    """The code with the classes and styles of a tag in one attribute each, and a note; "" for none."""
    if all(code.count(f"{name}=") < 2 for name in _MERGED) or _TEMPLATE_SIGNS.search(code):
        return code, ""
    edits = []
    for tag in read_tags(code):
        written = code[tag.span.start : tag.span.end]
        changed = _merged(written) if not tag.ends and written.count("=") > 1 else written
        if changed != written:
            edits.append(Replacement(tag.span, changed))
    return apply_replacements(
        code, edits
    ), "put what an element had in two attributes into one" if edits else ""


def _merged(written: str) -> str:
    for name, between in _MERGED.items():
        # Each attribute is matched whole, so that what one quotes is not taken for another.
        found = [match for match in _ATTRIBUTE.finditer(written) if match["name"] == name]
        found = [match for match in found if not _NOT_MERGED.search(match["value"])]
        if len(found) < 2:
            continue
        values = between.join(match["value"].strip(" ;") for match in found)
        for match in reversed(found[1:]):
            written = written[: match.start()] + written[match.end() :]
        first = found[0]
        written = f'{written[: first.start("value") - 1]}"{values}"{written[first.end("value") + 1 :]}'
    return written
