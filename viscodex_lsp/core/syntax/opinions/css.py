"""tinycss2, with the rules that it leaves to its callers, about a style sheet.

CSS Syntax Level 3 recovers from every error, so that a browser takes any text; what it would drop in silence
counts as a mistake here. Selectors are judged by their tokens (`css_selectors`), values by what no value has.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.syntax.mistake import Mistake, over_row
from viscodex_lsp.core.syntax.opinions.css_selectors import wrong_selector

if TYPE_CHECKING:
    from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

_KEYFRAMES: Final = frozenset({"keyframes", "-webkit-keyframes", "-moz-keyframes", "-o-keyframes"})
_NEEDS_BLOCK: Final = _KEYFRAMES | {
    "media", "supports", "font-face", "page", "property", "counter-style", "container", "starting-style",
}  # fmt: skip
_HAS_NO_BLOCK: Final = frozenset({"import", "charset", "namespace"})
_MOST_DEPTH = 50


def css_opinion(text: str) -> tuple[Mistake, ...] | None:
    """What is wrong with a style sheet. None for one that is nested too deep to tell."""
    import tinycss2

    try:
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        found = [over_row(text, row - 1, what) for row, what in _in_rules(nodes, nested=False, depth=0)]
        return tuple(found) if found or not _is_open(text) else (over_row(text, text.count("\n"), _OPEN),)
    except RecursionError:
        return None


_WORDS: Final = {
    "bad-string": "a string is never closed on its line",
    "eof-in-string": "a string is never closed",
    "bad-url": "a URL with characters that need quotes",
    "eof-in-url": "a URL is never closed",
}
_OPEN: Final = "a bracket, a string or a comment is never closed"


def _is_open(text: str) -> bool:
    """Whether something is still open at the end, which CSS closes in silence: then it takes up one more `}`."""
    import tinycss2

    last = tinycss2.parse_component_value_list(f"{text}\n}}")[-1:]
    return not last or last[0].type != "error" or last[0].kind != "}"


def _in_rules(
    nodes: Sequence["Node"], *, nested: bool, depth: int, frames: bool = False
) -> Iterator[tuple[int, str]]:
    """Lines from 1 with what is wrong there. `nested` rules stand in a style rule, `frames` in `@keyframes`."""
    if depth > _MOST_DEPTH:
        raise RecursionError
    for node in nodes:
        if node.type == "error":
            yield node.source_line, _in_words(node)
        elif node.type == "declaration":
            yield from _in_declaration(node, in_rule=nested or depth > 0)
        elif node.type == "qualified-rule":
            yield from _in_style_rule(node, nested=nested, depth=depth, frames=frames)
        elif node.type == "at-rule":
            yield from _in_at_rule(node, nested=nested, depth=depth)


def _in_style_rule(
    rule: "QualifiedRule", *, nested: bool, depth: int, frames: bool
) -> Iterator[tuple[int, str]]:
    import tinycss2

    wrong = wrong_selector(rule.prelude, nested=nested, frames=frames)
    if wrong is not None:
        yield rule.source_line, wrong
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    yield from _in_rules(content, nested=True, depth=depth + 1)


def _in_at_rule(rule: "AtRule", *, nested: bool, depth: int) -> Iterator[tuple[int, str]]:
    import tinycss2

    name = rule.lower_at_keyword
    yield from _in_values(rule.prelude)
    if name == "media" and any(
        token.type == "() block" and _lacks_colon(token.content) for token in rule.prelude
    ):
        yield rule.source_line, "a `:` is missing in a condition of `@media`"
    if name in _KEYFRAMES and not any(token.type in {"ident", "string"} for token in rule.prelude):
        yield rule.source_line, f"`@{name}` has no name"
    if rule.content is None:
        if name in _NEEDS_BLOCK:
            yield rule.source_line, f"`@{name}` has no block"
        return
    if name in _HAS_NO_BLOCK:
        yield rule.source_line, f"`@{name}` takes no block"
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    frames = name in _KEYFRAMES
    yield from _in_rules(content, nested=nested, depth=depth + 1, frames=frames)


def _in_declaration(declaration: "Declaration", *, in_rule: bool) -> Iterator[tuple[int, str]]:
    name, value = declaration.name, declaration.value
    if not in_rule:
        yield declaration.source_line, "a declaration outside of any rule"
    if name.startswith("--"):
        yield from _in_values(value)
        return
    meant = [token for token in value if token.type not in {"whitespace", "comment"}]
    if not meant:
        yield declaration.source_line, f"`{name}` has no value"
    # `filter: progid:…` of old browsers is the one value with a colon.
    colons = [token for token in meant if token.type == "literal" and token.value == ":"]
    if colons and not name.lower().endswith("filter"):
        yield colons[0].source_line, f"a `;` is missing behind the value of `{name}`"
    if any(token.type == "literal" and token.value == "!" for token in meant):
        yield declaration.source_line, f"a `!` without `important` in the value of `{name}`"
    if any(token.type == "{} block" for token in meant):
        yield declaration.source_line, f"the value of `{name}` has a block"
    yield from _in_values(value)


def _in_values(values: Sequence["Node"]) -> Iterator[tuple[int, str]]:
    """Tokens that are mistakes by themselves, wherever they stand."""
    for token in values:
        if token.type == "error":
            yield token.source_line, _in_words(token)
        elif token.type == "function":
            if token.lower_name == "var" and not _names_variable(token.arguments):
                yield token.source_line, "`var()` takes the name of a variable"
            yield from _in_values(token.arguments)
        elif token.type in {"() block", "[] block", "{} block"}:
            yield from _in_values(token.content)


def _names_variable(arguments: Sequence["Node"]) -> bool:
    """Whether `--name` stands first, and a comma before all else."""
    left = [token for token in arguments if token.type not in {"whitespace", "comment"}]
    named = bool(left) and left[0].type == "ident" and left[0].value.startswith("--")
    return named and (len(left) == 1 or (left[1].type == "literal" and left[1].value == ","))


def _lacks_colon(condition: Sequence["Node"]) -> bool:
    """Whether a name is followed by a size, as in `(min-width 40em)`."""
    left = [token for token in condition if token.type not in {"whitespace", "comment"}]
    return any(one.type == "ident" and two.type in {"dimension", "number"} for one, two in pairwise(left))


def _in_words(error: "ParseError") -> str:
    if error.kind in {")", "]", "}"}:
        return f"unexpected `{error.kind}`"
    return _WORDS.get(error.kind, "this is neither a rule nor a declaration")
