"""An Astro component as TypeScript with elements: its markup is nearly that, and its script is TypeScript.

What only Astro has is spelled otherwise, character for character: comments of HTML, names with a colon, values in
backticks, `{a}` for `a={a}`. A component with elements that nothing closes, as HTML's void ones, is not read so.
"""

import re
from collections.abc import Iterator
from typing import Final

from viscodex_lsp.core.language.data.templates import IN_BRACES
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.injected_faults import Content
from viscodex_lsp.core.syntax.spellings.code_spellings import filled

_MOST_CHARACTERS: Final = 120_000
"""The longest component that is spelled otherwise: patterns cost time."""
_SCRIPT: Final = re.compile(r"\A\s*---\r?\n([^\0]*?)\n?---")
_ATTRIBUTES: Final = rf"(?:[^<>\"'{{}}]++|\"[^\"]*+\"|'[^']*+'|{IN_BRACES})*+"
_DOCTYPE_OR_REMARK: Final = re.compile(
    r"<!doctype[^<>]*>|\{\s*/\*(?:[^*]|\*(?!/)){0,300}+\*/\s*\}", re.IGNORECASE
)
_OTHER_CODE: Final = re.compile(
    rf"(<(?P<name>script|style)\b{_ATTRIBUTES}(?<!/)>)((?:[^<]|<(?!/(?P=name)))*+)(?=</(?P=name)|\Z)",
    re.IGNORECASE,
)
_BACKTICKS: Final = re.compile(r"(?<==)`([^`]*+)`")
_COLON: Final = re.compile(r"(?<=\s)([\w-]+):(?=[\w-]+[=\s/>])")
_SHORT: Final = re.compile(r"(?<=\s)\{(\s*[\w$]+\s*)\}(?=[\s/>])")
_TAG: Final = re.compile(rf"<[A-Za-z][^<>]*+>|<[A-Za-z]{_ATTRIBUTES}>")
_VOID: Final = re.compile(
    r"<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b", re.IGNORECASE
)
_OPEN_VOID: Final = re.compile(rf"({_VOID.pattern}{_ATTRIBUTES})(?<!/)>", re.IGNORECASE)
_SIGNS: Final = re.compile(rf"</?(?:[A-Za-z]{_ATTRIBUTES})?>|{IN_BRACES}|(?P<sign>[&>])")
"""`>` and `&` in text, which Astro takes as they are."""
_CLOSED: Final = re.compile(rf"<\w++(?:{_ATTRIBUTES}|[^<>]*+)(?<=/)>")


def astro_code(text: str) -> Iterator[Content]:
    """The script above the markup, and the markup."""
    if len(text) > _MOST_CHARACTERS:
        return
    script = _SCRIPT.match(text)
    if script is not None:
        start = len(text[: script.start(1)].encode("utf-8", errors="replace"))
        row = text.count("\n", 0, script.start(1))
        yield Content((script[1],), start, row, language_of("typescript"), "above the markup")
    markup = _as_elements(text, script.end() if script is not None else 0)
    if all(_CLOSED.match(markup, void.start()) for void in _VOID.finditer(markup)):
        texts = tuple(f"<>{one}\n</>" for one in (markup, _SIGNS.sub(_as_letter, markup)))
        yield Content(texts, -len("<>"), 0, language_of("typescriptreact"), "in the markup", whole=True)


def with_ends(text: str) -> str:
    """The component with an end for each void element, so that its names can be read; its places are others then."""
    return _OPEN_VOID.sub(r"\1/>", text) if len(text) <= _MOST_CHARACTERS else text


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    pieces = [first]
    for piece in rest:
        inside, end, behind = piece.partition("-->")
        pieces.append(f"    {filled(inside, ' ')}   {behind}" if end else f"<!--{piece}")
    return _DOCTYPE_OR_REMARK.sub(lambda found: filled(found[0], " "), "".join(pieces))


def _as_letter(found: re.Match[str]) -> str:
    return "n" if found["sign"] else found[0]


def _as_elements(text: str, start: int) -> str:
    markup = filled(text[:start], " ") + text[start:]
    markup = _without_comments(markup)
    markup = _OTHER_CODE.sub(lambda found: found[1] + filled(found[3], " "), markup)
    markup = _BACKTICKS.sub(lambda found: f'"{filled(found[1], "x")}"', markup)
    markup = _COLON.sub(r"\1_", markup)
    return _TAG.sub(lambda tag: _SHORT.sub(r" \1 ", tag[0]), markup)
