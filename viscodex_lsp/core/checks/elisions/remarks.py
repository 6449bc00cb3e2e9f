"""Finds remarks that stand for code ("… existing code …", "# (unchanged)", "<!-- more items -->").

A remark is a comment of any language, or bare dots with words, that speaks of code instead of being it. There are
two kinds: those that stand for lines the document has, and placeholders for content nobody wrote. A comment that
the document has already is the person's own and no remark.
"""

import re
from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from viscodex_lsp.core.language.language import Language

_FORMS = (
    r"<!--(?P<a>.{0,300}?)-->", r"\{/\*(?P<b>.{0,300}?)\*/\}", r"/\*++(?P<c>.{0,300}?)\*+/", r"\{#(?P<d>.{0,300}?)#\}",
    r"\{\{!--(?P<e>.{0,300}?)--\}\}", r"\{\{--(?P<f>.{0,300}?)--\}\}", r"<%(?:#|--)(?P<g>.{0,300}?)(?:--)?%>",
    r"@\*(?P<h>.{0,300}?)\*@", r"\(\*(?P<i>.{0,300}?)\*\)",
)  # fmt: skip
_PAIRED = re.compile("|".join(_FORMS))
_TO_LINE_END = re.compile(r"(?:^|[\s;{(,])(?://+|#+(?!\{)|--+|%+|;;+)(?P<text>.*)$")
_BARE = re.compile(r"(?:\.{3}|…)\s*+(?P<text>.*?)(?:(?<!\s)\s++)?(?:\.{3}|…)?$")
_DOTS = re.compile(r"\.{3}|…")
_EDGE = " .…-–—*()[]{}<>=:!#/"
_MOST_WORDS = 9
_THING = (
    r"(?:code|contents?|imports?|methods?|functions?|rules?|styles?|items?|rows?|columns?|fields?|props|properties"
    r"|sections?|elements?|steps?|lines?|options?|cases?|tests?|components?|routes?|markup|html|head|header|footer"
    r"|body|entries|cards?|links?|posts?|products?|records?|data|values?|attributes?|handlers?|logic|classes"
    r"|declarations?|definitions?|variables|implementation|file|page|template|script|setup|nav|navigation|sidebar"
    r"|list|table|form|menu|document|layout|grid|tags?|months?|days?|images?|buttons?|slides?|tabs?)"
)
_SPEAKS = re.compile(
    r"\b(?:existing|rest|others?|remaining|remainder|unchanged|previous|same|omitted|truncated|etc|above|before|below"
    r"|similar(?:ly)?|remains?|stays?|keep|kept|continues?|here|more|additional|repeat(?:ed)?|and so on|as is"
    rf"|not shown|left out|elided|unmodified|untouched|{_THING})\b",
    re.IGNORECASE,
)
_STANDS_FOR_OLD = re.compile(
    rf"""(?:the\ )?(?:rest|remainder)\ of\ (?:the\ |your\ |this\ )?(?:\w+\ )?{_THING}(?:\ .*)?
      | (?:the\ |your\ |all\ )*(?:other|remaining|existing|previous|rest)\ (?:\w+\ ){{0,3}}?{_THING}
        (?:\ (?:here|unchanged|stays?.*|remains?.*|goes?\ here|as\ (?:before|is).*|from\ (?:above|before)))?
      | (?:\w+\ ){{0,5}}(?:unchanged|unmodified|untouched|omitted(?:\ for\ (?:brevity|clarity))?|truncated|not\ shown
        |same\ as\ (?:before|above)|as\ before|(?:stays?|remains?)(?:\ (?:the\ same|as\ is|unchanged|here|as\ it\ is))?)
      | no\ changes?(?:\ (?:here|needed))? | same\ as\ (?:before|above).* | keep\ (?:the\ |your\ )?(?:rest|existing).*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLACEHOLDER = re.compile(
    rf"""(?:and\ |add\ |many\ |some\ |\d+\ )*(?:more|additional|further)\ (?:\w+\ )?{_THING}(?:\ .*)?
      | (?:add|insert|include|put|place|repeat)\ (?:any\ |your\ )?(?:more|additional|further|other)\ (?:\w+\ ){{0,2}}\w+
      | (?:and\ )?so\ on | etc | repeat\ (?:for|the|this|as|similar).* | same\ for\ .*
      | similar(?:ly)?\ (?:\w+\ ){{0,3}}(?:for|here).*
      | (?:add|insert|include|fill\ in|write|list)\ (?:\w+\ ){{0,4}}?(?:remaining|other|rest|missing|further)(?:\ .*)?
      | (?:your|add)\ (?:\w+\ ){{0,3}}{_THING}\ (?:goes\ )?here | (?:\w+\ ){{1,3}}(?:goes|would\ go)\ here
      | (?:other|remaining|rest\ of\ the)\ (?:\w+\ )?(?:items?|rows?|cards?|entries|products?|columns?)\ (?:go\ )?here
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_BLOCK = re.compile(r"\s*(?:</|[)\]}]|end\b|\Z)")
_ELLIPSIS_IS_CODE = frozenset({"python", "ipython", "markdown", "mdx", "plaintext", "latex", "yaml", "toml"})


class Remark(NamedTuple):
    """A remark in line `row`. `alone` says that nothing else is on the line; `old`, that it stands for lines that
    are there rather than for new content."""

    row: int
    words: str
    alone: bool
    old: bool


def find_remarks(lines: Sequence[str], language: Language, known: Collection[str]) -> list[Remark]:
    """The remarks of a reply; `known` are the lines of the document, without the space around them."""
    found: list[Remark] = []
    after = ""
    for row, line in reversed(list(enumerate(lines))):
        if not line.strip():
            continue
        if len(line) <= 400 and line.strip() not in known:
            remark = _remark(line, row, language, last=_ENDS_BLOCK.match(after) is not None)
            found += [remark] if remark is not None else []
        after = line
    return found[::-1]


def _remark(line: str, row: int, language: Language, *, last: bool) -> Remark | None:
    bare = line.strip()
    for match in _PAIRED.finditer(line):
        words = next(group for group in match.groups() if group is not None)
        kind = _kind(words, last=last)
        if kind is not None:
            return Remark(row, words.strip(_EDGE), match[0].strip() == bare, kind == "old")
    rest = _TO_LINE_END.search(line) if not bare.startswith("<") else None
    if rest is not None and language.id not in {"markdown", "mdx"}:
        kind = _kind(rest["text"], last=last)
        if kind is not None:
            before = line[: rest.start("text")].strip(" \t/#-%;.…")
            return Remark(row, rest["text"].strip(_EDGE), not before, kind == "old")
    if language.id not in _ELLIPSIS_IS_CODE or _speaking_dots(bare):
        whole = _BARE.fullmatch(bare)
        if whole is not None and (not whole["text"] or _speaking_dots(bare)):
            return Remark(row, whole["text"] or "...", True, True)
    return None


def _speaking_dots(bare: str) -> bool:
    """Whether a line without a comment mark is dots, words about code, and dots or the end."""
    match = _BARE.fullmatch(bare)
    words = match["text"].strip(_EDGE) if match is not None else ""
    return bool(words) and (_STANDS_FOR_OLD.fullmatch(words) is not None)


def _kind(comment: str, *, last: bool) -> Literal["old", "new"] | None:
    """What the words of a comment stand for; None for a comment that only says something."""
    text = comment.strip()
    dotted = bool(_DOTS.match(text)) or text.endswith(("...", "…"))
    words = " ".join(text.strip(_EDGE).split())
    if not words:
        return "old" if dotted else None
    if len(words.split()) > _MOST_WORDS:
        return None
    placeholder = _PLACEHOLDER.fullmatch(words) is not None
    if _STANDS_FOR_OLD.fullmatch(words) and not (placeholder and last):
        return "old"
    if placeholder and (dotted or last):
        return "new"
    both = bool(_DOTS.match(text)) and text.endswith(("...", "…"))
    if dotted and (both or _SPEAKS.search(words)) and (_DOTS.match(text) or last):
        return "new" if re.search(r"\b(?:more|additional|etc|repeat)\b", words, re.IGNORECASE) else "old"
    return None
