"""The expressions in the marks of Twig, Liquid, Django and their relatives: values and operators take turns, brackets
pair, and nothing is left open. Words are taken for whatever they may be: each engine has its own."""

import re
from itertools import islice
from typing import Final, NamedTuple

from viscodex_lsp.core.language.data.traits import nodes

_TOKEN: Final = re.compile(
    r"""\s+ | (?P<string>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+') | (?P<number>\d+(?:\.\d+)?) | (?P<name>[^\W\d]\w*)
      | (?P<opener>[(\[{]) | (?P<closer>[)\]}])
      | (?P<sign><=>|===|!==|\?\?|\?:|\?\.|\.\.\.|\.\.|\*\*|//|==|!=|<>|<=|>=|=>|[-+~*/%<>|.,?:=]) | (?P<odd>.)""",
    re.VERBOSE | re.DOTALL,
)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_PREFIX: Final = frozenset({"-", "+", "..."})
_TAG: Final = re.compile(r"\s*(\w+)(.*)", re.DOTALL)
_JUDGED: Final = nodes(
    "if elif elseif elsif unless for set assign do with when include extends import from return"
)
_ASSIGNED: Final = re.compile(r"\s*[\w.-]+(?:\s*,\s*\w+)*\s*(?:=(?!=)|\Z)")
_LOOP: Final = re.compile(r"\s*[\w-]+(?:\s*,\s*\w+)*\s+in\s")


_LITERAL: Final = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+')"""
_CONSTANT: Final = rf"(?:_\({_LITERAL}\)|{_LITERAL}|[\w.+-]++)"
_FILTERED: Final = rf"{_CONSTANT}(?:\|\w++(?::{_CONSTANT})?)*+"
_VALUE: Final = re.compile(_FILTERED)
_NAMED: Final = re.compile(rf"\w++={_FILTERED}")
_BIT: Final = re.compile(rf"(?:[^\s\"']|{_LITERAL}|[\"'])++")
_OTHER_WORDS: Final = frozenset({"with", "only", "context", "without", "ignore", "missing"})
"""Words of `include`, those of Jinja among them, whose templates may go by Django's name."""


class _Token(NamedTuple):
    kind: str
    text: str


def wrong_value(inner: str, *, braces: bool, ranges: bool) -> str:
    """What is wrong with a value that a mark shows, in a few words; "" if nothing is. `braces` says whether the engine
    has literals in them, `ranges` whether `..` stands anywhere."""
    tokens = _tokens(inner)
    if any(token.text == "=" for token in _outer(tokens)):
        return "unexpected `=`"
    return _wrong(tokens, braces=braces, ranges=ranges)


def wrong_tag(inner: str, *, braces: bool, ranges: bool) -> str:
    """The same of a tag with a name before what it is about; of unknown tags nothing is said."""
    found = _TAG.match(inner)
    if found is None:
        return ""
    name, rest = found[1], found[2]
    if name not in _JUDGED:
        return _unpaired(_tokens(rest)) if braces else ""
    if name in {"include", "extends", "import", "from", "with"} and not braces:
        return ""
    if name in {"set", "assign"} and not _ASSIGNED.match(rest):
        return f"`{name}` has no `=` behind a name"
    if name == "for" and not _LOOP.match(rest):
        return "`for` has no name before `in`"
    if name == "for" and rest.split()[-1] == "in":
        return "nothing behind `in`"
    return _wrong(_tokens(rest), braces=braces, ranges=ranges) if rest.strip() else ""


def wrong_include(inner: str) -> str:
    """What is wrong with Django's `include` and `extends`: a value that names the template, then others with names."""
    found = _TAG.match(inner)
    if found is None or found[1] not in {"include", "extends"}:
        return ""
    first, *rest = [bit[0] for bit in _BIT.finditer(found[2])] or [""]
    if not _VALUE.fullmatch(first):
        return f"unexpected `{first}`" if first else f"`{found[1]}` names no template"
    odd = (bit for bit in rest if not _NAMED.fullmatch(bit) and bit not in _OTHER_WORDS)
    return "".join(f"unexpected `{bit}`" for bit in islice(odd, 1))


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(found.lastgroup or "", found[0])
        for found in _TOKEN.finditer(text)
        if found.lastgroup is not None
    ]


def _outer(tokens: list[_Token]) -> list[_Token]:
    depth, outer = 0, list[_Token]()
    for token in tokens:
        depth += (token.kind == "opener") - (token.kind == "closer")
        if depth <= 0:
            outer.append(token)
    return outer


def _unpaired(tokens: list[_Token]) -> str:
    """The bracket that does not pair, of a tag whose words nobody knows."""
    waiting = list[str]()
    for kind, text in tokens:
        if kind == "closer" and (not waiting or waiting.pop() != _PAIRS[text]):
            return f"unexpected `{text}`"
        if kind == "opener":
            waiting.append(text)
    return f"`{waiting[-1]}` is never closed" if waiting else ""


def _wrong(tokens: list[_Token], *, braces: bool, ranges: bool) -> str:
    last, waiting, key = _Token("start", ""), list[str](), ""
    for token in tokens:
        kind, text = token
        if key and text != ":":
            return f"the key {key} has no value"
        key = text if kind == "string" and waiting[-1:] == ["{"] and last.text in {"{", ","} else ""
        if kind == "odd" or (text in {"{", "}"} and not braces) or (text == ".." and not (ranges or waiting)):
            return f"unexpected `{text}`"
        if kind == "closer" and (not waiting or waiting.pop() != _PAIRS[text]):
            return f"unexpected `{text}`"
        if not _may_follow(token, last):
            return f"unexpected `{text}` behind `{last.text}`" if last.text else f"unexpected `{text}`"
        if kind == "opener":
            waiting.append(text)
        last = token
    if waiting:
        return f"`{waiting[-1]}` is never closed"
    return f"nothing behind `{last.text}`" if last.kind == "sign" else ""


def _may_follow(token: _Token, last: _Token) -> bool:
    """Whether one token may stand right behind another."""
    behind_value = last.kind in {"string", "number", "name", "closer"}
    if token.kind == "sign":
        return behind_value or (token.text in _PREFIX and last.text not in _PREFIX)
    if token.kind == "closer":
        return behind_value or last.kind == "opener" or last.text == ","
    if token.text == "{":
        return not behind_value or last.kind == "name"
    if token.text == "(":
        return last.kind not in {"string", "number"}
    if token.kind in {"string", "number"}:
        return last.kind not in {"number", "closer"} and token.kind != last.kind
    return True
