"""Leaves out the `main` that a reply shows its functions with, where the file has its own or is none to be run.

A program begins in one function (Go, "Program execution"; The Rust Reference, "Crates"; ISO C, 5.1.2.2.1); a package of
Go of another name, or a module of Rust, has none.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.text.style import leading

_MAIN = {
    "go": re.compile(r"func main\(\)"),
    "rust": re.compile(r"(?:pub )?(?:async )?fn main\("),
    **dict.fromkeys(("c", "cpp"), re.compile(r"(?:int|void|auto) main\(")),
    "kotlin": re.compile(r"(?:suspend )?fun main\("),
    "dart": re.compile(r"(?:void |Future<void> )?main\("),
    **dict.fromkeys(
        ("java", "csharp"), re.compile(r"(?:public )?static (?:async )?(?:void|int|Task) [Mm]ain\(")
    ),
}
_PACKAGE = re.compile(r"^package (?P<name>\w+)", re.MULTILINE)
_RUN = re.compile(r"(?:^|/)(?:main|build|\w*_?main)\.rs$|/(?:bin|examples)/[^/]+\.rs$")
_HEADER = re.compile(r"\.(?:h|hh|hpp|hxx)$")
_QUOTED = 60
# More than what a file has at its top.
_CODE = re.compile(r"(?!(?:package|import|use|using|#|//|/\*| \*))[^\s)}\]\"]")
_BELONGS = ("//", "#[", "/*", " *", "@")


def without_entry_point(patch: Patch, document: Document, span: Span) -> Patch:
    """The patch without its `main`, which a note names; as it is where it has none, has nothing else, or the file may
    have one."""
    language = language_of(document.language).id
    pattern = _MAIN.get(language)
    why = _why_not(pattern, document, span, language) if pattern is not None and span.empty else ""
    if pattern is None or not why:
        return patch
    lines = patch.code.split("\n")
    rows = _rows(lines, pattern)
    rest = [line for row, line in enumerate(lines) if row not in rows]
    if not rows or not any(_CODE.match(line) for line in rest):
        return patch
    head = next(lines[row] for row in rows if pattern.match(lines[row]))
    note = f"left out `{head.partition('(')[0][:_QUOTED]}`: {why}"
    return replace(patch, code="\n".join(rest).strip("\n"), notes=(*patch.notes, note))


def _why_not(pattern: re.Pattern[str], document: Document, span: Span, language: str) -> str:
    """Why the file is to have no further one; "" where it may."""
    text, uri = document.text, document.uri
    lines = text.split("\n")
    own = next((row for row, line in enumerate(lines) if pattern.match(line.strip())), None)
    if own is not None:
        ends = leading(lines[own]) + "}"
        end = next((row for row in range(own, len(lines)) if lines[row].rstrip() == ends), len(lines))
        return "" if own <= text.count("\n", 0, span.start) <= end else "the file has its own"
    package = _PACKAGE.search(text) if language == "go" else None
    if package is not None and package["name"] != "main":
        return f"the package `{package['name']}` is none to be run"
    is_module = language == "rust" and uri.endswith(".rs") and not _RUN.search(uri) and "fn " in text
    is_header = language in ("c", "cpp") and _HEADER.search(uri) is not None
    return "the file is none to be run" if is_module or is_header else ""


def _rows(lines: Sequence[str], pattern: re.Pattern[str]) -> range:
    """The rows of the function, with the attributes and comments right above it; none where it does not end."""
    start = next((row for row, line in enumerate(lines) if pattern.match(line)), None)
    if start is None:
        return range(0)
    is_short = lines[start].rstrip().endswith(("}", ";"))
    end = (
        start
        if is_short
        else next((row for row in range(start, len(lines)) if lines[row].startswith("}")), -1)
    )
    while start > 0 and lines[start - 1].startswith(_BELONGS):
        start -= 1
    return range(start, end + 1) if end >= 0 else range(0)
