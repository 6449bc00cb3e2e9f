"""Whether the tokens before a block can be a list of selectors (Selectors Level 4), or of keyframes."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tinycss2.ast import Node

_COMBINATORS: Final = frozenset({">", "+", "~", "||"})
_BINDS: Final = frozenset({"=", "~=", "|=", "^=", "$=", "*="})
_LAST: Final = frozenset(
    {"before", "after", "first-line", "first-letter", "placeholder", "selection", "marker"}
)
"""Pseudo-elements that have nothing below them (CSS Pseudo-Elements Level 4)."""
_TAKES_SELECTORS: Final = frozenset({"is", "not", "where", "has", "matches", "-webkit-any", "-moz-any"})


def wrong_selector(tokens: Sequence["Node"], *, nested: bool, frames: bool = False) -> str | None:
    """What is wrong with a rule's selectors in a few words, or None.

    Args:
        nested: the rule stands in another one, where a selector may begin with a combinator.
        frames: the rule is one of `@keyframes`.
    """
    for part in _parts(tokens):
        if not part:
            return "a selector is missing before, between or behind commas"
        wrong = _wrong_frame(part) if frames else _wrong_part(part, nested=nested)
        if wrong is not None:
            return wrong
    return None


def _parts(tokens: Sequence["Node"]) -> Iterator[list["Node"]]:
    """The tokens between commas, without comments and the blanks at both ends."""
    part: list[Node] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield _stripped(part)
            part = []
        elif token.type != "comment":
            part.append(token)
    yield _stripped(part)


def _stripped(part: list["Node"]) -> list["Node"]:
    start, end = 0, len(part)
    while start < end and part[start].type == "whitespace":
        start += 1
    while end > start and part[end - 1].type == "whitespace":
        end -= 1
    return part[start:end]


def _wrong_frame(part: Sequence["Node"]) -> str | None:
    fits = part[-1].type == "percentage" or (
        part[-1].type == "ident" and part[-1].lower_value in {"from", "to"}
    )
    # `entry 20%` names a range of a scroll timeline.
    return None if fits and len(part) <= 3 else "a keyframe is `from`, `to` or a percentage"


def _wrong_part(part: Sequence["Node"], *, nested: bool) -> str | None:
    """A walk over one selector: `mark` is the sign that still waits for its name."""
    mark, combined, ended = "", nested, ""
    for at, token in enumerate(part):
        if token.type == "whitespace":
            if mark:
                return f"`{mark}` stands alone in a selector"
            if ended and not (part[at + 1].type == "literal" and part[at + 1].value in _COMBINATORS):
                return f"`{ended}` has nothing below it in a selector"
            continue
        ended = f"{mark}{token.value}" if mark[:1] == ":" and _is_last(token) else ""
        if token.type == "literal":
            wrong, mark, combined = _after_sign(token.value, mark, combined=combined)
            if wrong is not None:
                return wrong
            continue
        if not _is_name(token, mark):
            return f"`{token.serialize()[:40]}` is not part of a selector"
        mark, combined = "", True
    if mark or (part[-1].type == "literal" and part[-1].value in _COMBINATORS):
        return "a selector ends too early"
    return None


def _after_sign(sign: str, mark: str, *, combined: bool) -> tuple[str | None, str, bool]:
    """What is wrong with a sign, the mark that waits after it, and whether a combinator may follow."""
    if sign == ":":
        return (None, ":" + mark, True) if mark in {"", ":"} else (f"`{mark}:` in a selector", "", True)
    if mark:
        return f"`{mark}{sign}` in a selector", "", True
    if sign == ".":
        return None, ".", True
    if sign in _COMBINATORS:
        return (None, "", False) if combined else (f"`{sign}` in a selector follows nothing", "", False)
    return (None, "", True) if sign in {"*", "&", "|"} else (f"`{sign}` in a selector", "", True)


def _is_name(token: "Node", mark: str) -> bool:
    kind: str = token.type
    if mark == ".":
        return kind == "ident"
    if mark:
        return kind == "ident" or (kind == "function" and _takes(token))
    return kind in {"ident", "hash"} or (kind == "[] block" and _is_attribute(token.content))


def _is_last(token: "Node") -> bool:
    return token.type == "ident" and token.lower_value in _LAST


def _is_attribute(content: Sequence["Node"]) -> bool:
    """Whether `a`, `a=b` or `a="b" i`, each with a namespace before it or not, stands in the brackets."""
    left = [token for token in content if token.type not in {"whitespace", "comment"}]
    signs = [at for at, token in enumerate(left) if token.type == "literal" and token.value in _BINDS]
    name, value = (left[: signs[0]], left[signs[0] + 1 :]) if signs else (left, None)
    named = bool(name) and name[-1].type == "ident"
    lone = all(token.type == "ident" or (token.type == "literal" and token.value in "*|") for token in name)
    if value is None or not (named and lone):
        return named and lone
    takes_case = len(value) == 1 or (len(value) == 2 and value[1].type == "ident")
    return takes_case and value[0].type in {"ident", "string"}


def _takes(function: "Node") -> bool:
    """Whether the arguments of a pseudo-class fit it, as far as they have to be selectors."""
    if function.lower_name not in _TAKES_SELECTORS:
        return not any(token.type == "error" for token in function.arguments)
    forgiving = not _stripped(function.arguments) and function.lower_name in {"is", "where"}
    return forgiving or wrong_selector(function.arguments, nested=True) is None
