"""Finds reasons why the text of a patch alone is unfit for a document, before anything is parsed."""

import re
from collections.abc import Callable
from typing import NamedTuple

from viscodex_lsp.core.asking.prompt import MARK
from viscodex_lsp.core.checks.indentation import parse_fragment, quoted_rows
from viscodex_lsp.core.language.elements import needs_end
from viscodex_lsp.core.language.language import UNSPECIFIC_LABELS, Language
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Patch, Reason, Refusal

MOST_LINES = 20_000
MOST_CHARACTERS = 400_000
MOST_TOKENS = 100_000
MOST_NESTED = 1_000

# Controls but tab and newline; surrogates; and what turns the reading direction around, so that a person reads
# other code than a machine runs (CVE-2021-42574, "Trojan Source").
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_BRACKETS = re.compile(r"(?:[(\[{]|(?P<closes>[)\]}]))(?P<name>)")
_TAGS = re.compile(r"<(?P<closes>/?)(?P<name>[A-Za-z][\w-]*)")
_CELL_FOR = re.compile(r"\s*%%(\w+)\b[^\n]*\n")
_CELL_NAMES = {"sh": "shellscript", "script": "shellscript", "js": "javascript"}
_WITH_FENCES = frozenset({"markdown", "mdx", "rmd", "quarto"})
_MARKDOWN = re.compile(
    r"^[ \t]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|[ \t]*$"
    r"|^#{1,6} \w(?!.*#$)|^[-*] (?:\w|\*\*)|^\*\*\w",
    re.MULTILINE,
)
_MAY_BE_MARKDOWN = UNSPECIFIC_LABELS | {None, "html", "markdown", "md"}
_SHOWS_SIGNS = re.compile(r"(?P<opens><(?:pre|textarea|samp|xmp)\b|<!--)|</(?:pre|textarea|samp|xmp)\b|-->")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})[\w+#.-]*[ \t]*$", re.MULTILINE)


class Asked(NamedTuple):
    """What a patch was asked for: its language, the limit its reply had, in tokens, and the text before its place."""

    language: Language
    max_tokens: int | None
    before: str


def unfit(patch: Patch, language: Language, *, max_tokens: int | None, before: str = "") -> Refusal | None:
    """The first reason not to take the patch, or None. `max_tokens` is the limit the reply had, `before` the text
    before its place."""
    asked = Asked(language, max_tokens, before)
    return next(filter(None, (check(patch, asked) for check in _CHECKS)), None)


def _empty(patch: Patch, _asked: Asked) -> Refusal | None:
    if patch.code.strip():
        return None
    return Refusal(
        Reason.EMPTY,
        "The model answered with an empty code block. Try again, or say in the instruction what you want.",
        "it held no code.",
    )


def _of_another_language(patch: Patch, asked: Asked) -> Refusal | None:
    language = _of_cell(asked)
    if language.accepts(patch.label):
        return None
    known = language_of(patch.label or "")
    return _wrong_language(f"{known.name if known.known else patch.label} code", language)


def _of_cell(asked: Asked) -> Language:
    """The language of a place: a notebook's cell may say in its first line that it is for another than Python."""
    found = _CELL_FOR.match(asked.before) if asked.language.id == "ipython" else None
    other = language_of(_CELL_NAMES.get(found[1].lower(), found[1])) if found is not None else None
    return other if other is not None and other.known else asked.language


def _php_in_page(patch: Patch, asked: Asked) -> Refusal | None:
    """A page without PHP's name is sent to browsers as it is, and they show its marks, or what is between them."""
    if asked.language.id != "html" or not any(mark in patch.code for mark in ("<?php", "<?=")):
        return None
    return _wrong_language("PHP code", asked.language)


def _wrong_language(what: str, language: Language) -> Refusal:
    name = language.name
    return Refusal(
        Reason.WRONG_LANGUAGE,
        f"The answer is {what}, but the file is {name}, so nothing was changed. Open a file for {what}; a model, "
        f"unlike the reader, can also be asked for {name} in the instruction.",
        f"it was {what}, but the file is {name}.",
    )


def _markdown_in_page(patch: Patch, asked: Asked) -> Refusal | None:
    """A grammar of markup takes the signs of Markdown for text."""
    unsaid = patch.label in _MAY_BE_MARKDOWN and "<" not in patch.code
    if not asked.language.markup or not unsaid or not _MARKDOWN.search(patch.code):
        return None
    return None if _shows_signs(asked.before) else _wrong_language("Markdown", asked.language)


def _shows_signs(before: str) -> bool:
    """Whether the place behind a text is in a comment of a page, or in an element that shows its text as it is."""
    *_, last = (None, *_SHOWS_SIGNS.finditer(before))
    return last is not None and last["opens"] is not None


def _cut_off(patch: Patch, asked: Asked) -> Refusal | None:
    if not patch.cut_off:
        return None
    limit = "request.maxTokens" if asked.max_tokens is None else f"request.maxTokens={asked.max_tokens}"
    return Refusal(
        Reason.CUT_OFF,
        f"The reply was cut off at {limit}; raise it or choose a smaller picture.",
        "it was too long and ended in the middle. Write less.",
    )


def _too_large(patch: Patch, _asked: Asked) -> Refusal | None:
    lines, characters = patch.code.count("\n") + 1, len(patch.code)
    if lines > MOST_LINES or characters > MOST_CHARACTERS:
        has, most = f"{lines} lines and {characters} characters", f"{MOST_LINES} lines and {MOST_CHARACTERS}"
        return _too_long(f"has {has}; at most {most} characters are taken")
    # Most steps of the checks cost as much as there are tokens: 290,000 semicolons more than so much code.
    if characters > MOST_TOKENS and sum(1 for _ in _TOKEN.finditer(patch.code)) > MOST_TOKENS:
        return _too_long(f"has more than {MOST_TOKENS} words and signs")
    return None


def _too_long(what: str) -> Refusal:
    return Refusal(
        Reason.TOO_LARGE, f"The reply {what}. Choose a smaller picture.", "it was too long. Write less."
    )


def _too_deep(patch: Patch, asked: Asked) -> Refusal | None:
    """Parsers need time that grows with the square of the depth; real code stays far below the limit."""
    depth = 0
    for sign in (_TAGS if asked.language.markup else _BRACKETS).finditer(patch.code):
        if needs_end(sign["name"].lower()):
            depth = max(depth - 1, 0) if sign["closes"] else depth + 1
        if depth > MOST_NESTED:
            return Refusal(
                Reason.TOO_LARGE,
                f"The reply opens more than {MOST_NESTED} blocks inside each other. Try again.",
                "it opened too many blocks inside each other.",
            )
    return None


def _with_control_characters(patch: Patch, _asked: Asked) -> Refusal | None:
    found = _CONTROL.search(patch.code) or _BIDI.search(patch.code)
    if found is None:
        return None
    line = patch.code.count("\n", 0, found.start()) + 1
    kind = "reverses the order of text" if _BIDI.match(found[0]) else "is a control character"
    return Refusal(
        Reason.CONTROL_CHARACTERS,
        f"Line {line} of the reply has U+{ord(found[0]):04X}, which cannot be seen and {kind}. It was not "
        "inserted; try again.",
        f"line {line} has the character U+{ord(found[0]):04X}; write it as an escape, or not at all.",
    )


def _with_a_fence_left(patch: Patch, asked: Asked) -> Refusal | None:
    if asked.language.id not in _WITH_FENCES and _has_fence(patch.code, asked.language):
        return Refusal(
            Reason.LEFT_OVER_FENCE,
            "The reply has a Markdown fence in the middle of its code. Try again.",
            "it had more than one fence.",
        )
    if MARK in patch.code:
        return Refusal(
            Reason.LEFT_OVER_FENCE,
            f"The reply has the mark {MARK} of the question in its code. Try again.",
            f"it repeated the mark {MARK}. Write only what takes the mark's place.",
        )
    return None


def _has_fence(code: str, language: Language) -> bool:
    """Whether a line is a fence; inside a literal or a comment it belongs to the code."""
    rows = {code.count("\n", 0, match.start()) for match in _FENCE.finditer(code)}
    if not rows or language.grammar is None:
        return bool(rows)
    return bool(rows - quoted_rows(parse_fragment(code, language)))


_CHECKS: tuple[Callable[[Patch, Asked], Refusal | None], ...] = (
    _empty,
    _of_another_language,
    _markdown_in_page,
    _php_in_page,
    _cut_off,
    _too_large,
    _too_deep,
    _with_control_characters,
    _with_a_fence_left,
)
