"""Names rules that a style sheet would have twice in one place, and properties that a rule would set twice."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.nouns import Span

LANGUAGES = frozenset({"css", "scss", "less", "postcss"})
_VARIABLE = re.compile(r"([$@][\w-]+)\s*:")
_BARE = re.compile(
    r"(?:[*]|:root|[a-z][a-z0-9]*)(?:::?[a-z-]+)?(?:[\s,>+]+(?:[*]|:root|[a-z][a-z0-9]*)(?:::?[a-z-]+)?)*"
)
# Of these the last one counts alone.
_NAMED = re.compile(r"@(?:-\w+-)?(?:keyframes|mixin|function)\b")
_MOST_TOLD = 3
_MOST = 200_000
_MOST_NESTED = 30
_TOKEN = re.compile(r"/\*.*?(?:\*/|\Z)|(?<=\s)//[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|[{};]", re.DOTALL)
_DECLARES = re.compile(r"\s*(?P<name>-{0,2}[A-Za-z][\w-]*)\s*:(?!\s*:)")
# What is set once more as a fallback for what older browsers do not know.
_FALLBACK = re.compile(r"-(?:webkit|moz|ms|o)-|var\(|calc|clamp|min\(|max\(|gradient|image-set|d?vh|oklch")


class Rule(NamedTuple):
    """A rule or declaration: the heads of the blocks that it is in, its own head, and where that begins."""

    path: tuple[tuple[str, int], ...]
    head: str
    start: int
    is_block: bool


def told_of_rules(after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of a style sheet; `places` is where the inserted texts are in it."""
    if len(after) > _MOST:
        return
    new, old = list[Rule](), list[Rule]()
    for rule in rules_of(after):
        (new if any(part.start <= rule.start < part.end for part in places) else old).append(rule)
    new = [rule for rule in new if not any(_NAMED.match(name) for name in _names(rule))]
    blocks = {(_names(rule), rule.head) for rule in old if rule.is_block}
    again = [rule.head for rule in new if rule.is_block and (_names(rule), rule.head) in blocks]
    heads = [head for head in dict.fromkeys(again) if not head.startswith("@") or _NAMED.match(head)]
    if heads:
        shown = ", ".join(f"`{head[:60]}`" for head in heads[:_MOST_TOLD])
        changed = quoted(_set_again(heads, new, old), _MOST_TOLD)
        yield f"the file has a rule for {shown} already" + (f", and sets {changed} there" if changed else "")
    values = {rule.head for rule in old if _VARIABLE.match(rule.head) and not rule.path}
    set_again = [
        match[1]
        for rule in new
        if not rule.path and rule.head not in values and (match := _VARIABLE.match(rule.head)) is not None
        if any(value.startswith(f"{match[1]}:") for value in values)
    ]
    if set_again:
        yield f"{', '.join(f'`{name}`' for name in set_again[:_MOST_TOLD])} gets another value"
    own = {(rule.path, name) for rule in old if (name := _property(rule))}
    twice = [name for rule in new if (name := _property(rule)) and (rule.path, name) in own]
    for name in list(dict.fromkeys(twice))[:_MOST_TOLD]:
        yield f"the rule sets `{name}` already"


def told_of_reach(after: str, places: Sequence[Span]) -> Iterator[str]:
    """What the person is told of rules for bare tags in a sheet that has rules for classes alone: a module, a part."""
    blocks = (
        [rule for rule in rules_of(after) if rule.is_block and not rule.path] if len(after) <= _MOST else []
    )
    new = [rule for rule in blocks if any(part.start <= rule.start < part.end for part in places)]
    old = [rule.head for rule in blocks if rule not in new and not rule.head.startswith("@")]
    reach = [rule.head for rule in new if _BARE.fullmatch(rule.head)]
    if reach and old and all(head.startswith(".") for head in old):
        shown = ", ".join(f"`{head[:60]}`" for head in reach[:_MOST_TOLD])
        yield f"the rule for {shown} is for the whole page: the file has rules for classes alone"


def told_of_sheets(after: str, places: Sequence[Span]) -> Iterator[str]:
    """The same of the style sheets of a page or a component."""
    if len(after) > _MOST or "<style" not in after:
        return
    for item in elements(read_tags(after), "style"):
        start, end = item.inner.start, item.inner.end
        inside = [
            Span(max(part.start, start) - start, min(part.end, end) - start)
            for part in places
            if part.start < end and part.end > start
        ]
        if inside:
            yield from told_of_rules(after[start:end], inside)


def rules_of(text: str) -> Iterator[Rule]:
    """The rules and declarations of a style sheet in the order in which they end."""
    opened: list[tuple[str, int]] = []
    start = 0
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign not in ("{", "}", ";"):
            if sign.startswith("/") and not text[start : token.start()].strip():
                start = token.end()
            continue
        if text[token.start() - 1 : token.start() + 1] == "#{":  # a value in a name of Sass
            continue
        head = " ".join(text[start : token.start()].split())
        at = start + len(text[start : token.start()]) - len(text[start : token.start()].lstrip())
        if head:
            yield Rule(tuple(opened), head, at, sign == "{")
        if sign == "{" and len(opened) == _MOST_NESTED:
            return
        if sign == "{":
            opened.append((head, at))
        elif sign == "}" and opened:
            opened.pop()
        start = token.end()


def _set_again(heads: Sequence[str], new: Sequence[Rule], old: Sequence[Rule]) -> list[str]:
    """The properties that the rules of these names set where the file's do so too."""
    there = {(_names(rule), name) for rule in old if (name := _property(rule))}
    again = (
        name
        for rule in new
        if (name := _property(rule)) and _names(rule)[-1] in heads and (_names(rule), name) in there
    )
    return list(dict.fromkeys(again))


def _names(rule: Rule) -> tuple[str, ...]:
    return tuple(head for head, _ in rule.path)


def _property(rule: Rule) -> str:
    found = _DECLARES.match(rule.head) if not rule.is_block and rule.path else None
    return found["name"] if found is not None and not _FALLBACK.search(rule.head) else ""
