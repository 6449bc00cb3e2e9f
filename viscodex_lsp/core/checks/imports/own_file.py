"""Leaves out imports of a script's own file: models write what goes into a file as if it stood in another one."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Document

_OF_PROJECT = re.compile(
    r"""\bfrom\s*["']\.{1,2}/(?:[^"'\n]*/)?(?P<name>[\w-]+)(?:\.[cm]?[jt]sx?)?["']\s*+;?\s*+$"""
)
_NAMES = re.compile(r"import\s+(?:type\s+)?(?:\{(?P<named>[^{}]*)\}|(?P<default>\w+))\s*from\b")


def without_own_file(
    statements: tuple[str, ...], document: Document, account: Account
) -> tuple[tuple[str, ...], Account]:
    """The statements without those that import what the document itself defines, and the account of the others."""
    if document.language not in SCRIPTS or not statements:
        return statements, account
    stem = PurePosixPath(unquote(document.uri)).name.partition(".")[0]
    own = tuple(each for each in statements if _is_own(each, stem, document.text))
    kept = tuple(each for each in statements if each not in own)
    for each in own:
        account = account.step(each.split("\n"), (), f"left out `{' '.join(each.split())}`: it is this file")
    return kept, account


def _is_own(statement: str, stem: str, text: str) -> bool:
    module, names = _OF_PROJECT.search(statement), _NAMES.match(statement)
    if module is None or names is None or module["name"] != stem:
        return False
    wanted = [name.split()[-1] for name in (names["named"] or names["default"]).split(",") if name.strip()]
    defined = r"\b(?:function|const|let|class|interface|type|enum)\s+{}\b"
    return all(re.search(defined.format(re.escape(name)), text) is not None for name in wanted)
