"""Leaves out imports of style sheets that a reply brings in a block of its own, which has no place in a script."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Document

_SHEET = re.compile(r"""import\s+["']\.{1,2}/[^"'\n]+\.(?:css|scss|sass|less)["']\s*+;?\s*+$""")
_LEFT = re.compile(r"left out the (?:CSS|SCSS|Sass|Less|PostCSS) block\b")


def without_left_sheets(
    statements: tuple[str, ...], notes: Sequence[str], document: Document, account: Account
) -> tuple[tuple[str, ...], Account]:
    """The statements without imports of a sheet that nobody has, and the account of those; `notes` say which blocks of
    the reply were left out."""
    if document.language not in SCRIPTS or not any(map(_LEFT.match, notes)):
        return statements, account
    left = tuple(each for each in statements if _SHEET.match(each) and each.rstrip(" ;") not in document.text)
    for each in left:
        account = account.step((each,), (), f"left out `{each.strip()}`: so are its rules")
    return tuple(each for each in statements if each not in left), account
