"""How a design token is written at a place, where it can be: a variable of a style sheet only in sheets that see it, a
theme's value only in scripts that import the theme."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from posixpath import dirname
from typing import Final

from viscodex_lsp.core.checks.components.scripts import Statement
from viscodex_lsp.core.components.configs import inside
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.tokens.sheets import sheet_tokens
from viscodex_lsp.core.components.values import KnownToken, known_tokens

References = Mapping[KnownToken, str]
_BROUGHT: Final = re.compile(
    r"""@(?P<how>use|forward|import)\s+(?:\([\w, ]+\)\s*)?["'](?P<path>[^"']+)["'](?:\s+as\s+(?P<name>[\w*-]+))?"""
)
_SHEETS: Final = frozenset({"scss", "less"})
_WORD: Final = re.compile(r"[A-Za-z_$][\w$]*\Z")


def in_sheets(tokens: Iterable[KnownToken], project: Project, language: str, text: str) -> References:
    """The tokens that style may refer to in a file of a language, with how they are written there.

    Of SCSS and Less these are variables of the sheet itself, and of sheets that it brings in by `@use` or `@import`.
    """
    brought = dict(_brought(project, text)) if language in _SHEETS else {}
    found: dict[KnownToken, str] = {}
    if language in _SHEETS:
        own = known_tokens(sheet_tokens(text))
        found = {token: token.token.name for token in own if token.token.kind == language}
    for token in tokens:
        kind = token.token.kind
        if kind in {"css", "tailwind"}:
            found[token] = token.in_css
        elif token.token.file != project.path and kind == language and token.token.file in brought:
            space = brought[token.token.file]
            found[token] = f"{space}.{token.token.name}" if space else token.token.name
    return found


def in_scripts(
    tokens: Iterable[KnownToken], project: Project, imports: Sequence[Statement]
) -> tuple[References, References]:
    """The tokens that the style of an element may refer to in a script: as a string, and as an expression."""
    known = {
        (project.workspace.resolve(statement.module, project.path), exported): local
        for statement in imports
        for exported, local in statement.names
    }
    strings: dict[KnownToken, str] = {}
    expressions: dict[KnownToken, str] = {}
    for token in tokens:
        root, _, path = token.token.name.partition(".")
        local = known.get((token.token.file, root))
        if token.token.kind in {"css", "tailwind"}:
            strings[token] = token.in_css
        elif token.token.kind == "theme" and local and path:
            expressions[token] = local + "".join(map(_step, path.split(".")))
    return strings, expressions


def _brought(project: Project, text: str) -> Iterator[tuple[str, str]]:
    """The sheets that a sheet brings in, each with the name before its variables."""
    for found in _BROUGHT.finditer(text):
        place = inside(dirname(project.path), found["path"])
        file = _sheet(project, place) if place is not None else None
        if file is not None and found["how"] != "forward":
            last = (place or "").rpartition("/")[2].removeprefix("_").partition(".")[0]
            space = "" if found["how"] == "import" else found["name"] or last
            yield file, "" if space == "*" else space


def _sheet(project: Project, place: str) -> str | None:
    """The file that a path in a sheet means: with its ending, or an underscore, left out."""
    folder, _, name = place.rpartition("/")
    head = f"{folder}/" if folder else ""
    tries = [f"{head}{mark}{name}{end}" for mark in ("", "_") for end in ("", ".scss", ".less", ".css")]
    tries += [f"{place}/_index.scss", f"{place}/index.scss"]
    return next((each for each in tries if each in project.workspace.paths), None)


def _step(name: str) -> str:
    return f".{name}" if _WORD.match(name) else f'["{name}"]'
