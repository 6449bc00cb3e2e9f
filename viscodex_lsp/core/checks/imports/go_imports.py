"""Imports of Go: one that nothing uses is a fault of the program, and gofmt sorts those of a block between blank lines.

Source: The Go Programming Language Specification, "Import declarations"; gofmt; goimports, which has the standard
library's first.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.account import Account
from viscodex_lsp.core.checks.imports.names import names_of
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

_SPEC = re.compile(r"(?:(?<![\w.])(?P<alias>[\w.]++)[ \t]++)?[\"`](?P<path>[^\"`\n]*)[\"`]")
# A package is called as the last part of its path where that is a plain word; a version, `nats.go` or `golang-lru` is
# another word than the name.
_WORD = re.compile(r"[a-z_][a-z0-9_]*")
_VERSION = re.compile(r"(?:api)?v\d\w*")
_BLOCK = re.compile(r"^import[ \t]*\((?P<specs>[^()]*)\)", re.MULTILINE)
_MOST_TOLD = 3


class _Line(NamedTuple):
    """An import on a line of a block, by the run of lines that it is in."""

    path: str
    start: int
    end: int
    run: int


def without_unused(
    statements: tuple[str, ...],
    code: Fragment,
    others: Sequence[Replacement],
    tree: Tree,
    account: Account,
) -> tuple[tuple[str, ...], Account]:
    """The statements without imports that the code does not use, and the account of those."""
    language = tree.language
    if language.id != "go" or not statements or code.blank:
        return statements, account
    text = "\n".join((code.text, *(other.text for other in others)))
    specs = [name.name for statement in statements for name in names_of(statement, language)]
    unused = [spec for spec in specs if not _is_used(spec, text)]
    if not unused:
        return statements, account
    kept = tuple(f"import {spec}" for spec in specs if spec not in unused)
    rows = [row for statement in statements for row in statement.split("\n")]
    told = quoted([f"import {spec}" for spec in unused], _MOST_TOLD)
    note = f"left out {told}: nothing uses it"
    return kept, account.step(rows, "\n".join(kept).split("\n"), note)


def _is_used(spec: str, text: str) -> bool:
    found = _SPEC.fullmatch(spec.strip())
    if found is None or found["alias"] in ("_", "."):
        return True
    name = found["alias"] or found["path"].rpartition("/")[2]
    if not found["alias"] and (_WORD.fullmatch(name) is None or _VERSION.fullmatch(name)):
        return True  # what such a package is called, its path does not say
    return re.search(rf"\b{re.escape(name)}\.", text) is not None


def join_go(statements: Sequence[str], tree: Tree) -> tuple[tuple[Replacement, ...], tuple[str, ...]]:
    """The edits that set imports among those of the file's block, each in its order, and the statements without such a
    place."""
    block = _BLOCK.search(tree.text)
    lines = _lines(block) if block is not None else []
    if not lines:
        return (), tuple(statements)
    newline = "\r\n" if "\r\n" in tree.text else "\n"
    specs = [name.name.strip() for statement in statements for name in names_of(statement, tree.language)]
    edits: dict[int, list[str]] = {}
    for spec in sorted(specs, key=_path):
        runs = [line.run for line in lines if _is_standard(line.path) == _is_standard(_path(spec))]
        run = [line for line in lines if line.run == (runs[-1] if runs else lines[-1].run)]
        at = next((line.start for line in run if line.path > _path(spec)), None) if runs else None
        if not runs and not _is_standard(_path(spec)):
            lead, end = (newline * 2, lines[-1].end)
            first = end not in edits
            edits.setdefault(end, []).append((lead if first else newline) + "\t" + spec)
        elif not runs:
            edits.setdefault(lines[0].start, []).append(spec + newline + "\t")
        elif at is None:
            edits.setdefault(run[-1].end, []).append(newline + "\t" + spec)
        else:
            edits.setdefault(at, []).append(spec + newline + "\t")
    return tuple(Replacement(Span(at, at), "".join(rows)) for at, rows in sorted(edits.items())), ()


def _lines(block: re.Match[str]) -> list[_Line]:
    found: list[_Line] = []
    run, start = 0, block.start("specs")
    for row in block["specs"].splitlines(keepends=True):
        spec = _SPEC.search(row)
        run += not row.strip()
        if spec is not None and not row.lstrip().startswith("//"):
            found.append(_Line(spec["path"], start + spec.start(), start + len(row.rstrip()), run))
        start += len(row)
    return found


def _path(spec: str) -> str:
    found = _SPEC.search(spec)
    return found["path"] if found is not None else spec


def _is_standard(path: str) -> bool:
    return "." not in path.partition("/")[0]
