"""The parts of a template file: what it extends and loads, its blocks, and what stands outside of them.

Read by their marks alone: `{% block %}` of Jinja, Twig and Django, `@section` of Blade, `{{ define }}` of Go,
`{% schema %}` of Liquid.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# Patterns stop at the next beginning of their like, so that no text is looked through again and again.
_MARK = re.compile(
    r"\{%-?\s*(?P<word>extends|load|import|from|set|trans_default_domain|form_theme|block|endblock"
    r"|schema|endschema|stylesheet|endstylesheet|javascript|endjavascript)\b"
    r"(?P<rest>(?:[^%{]|%(?!\})|\{(?!%))*)%\}"
    r"|^[ \t]*@(?P<blade>extends|section|push|prepend|endsection|stop|show|endpush|endprepend)\b"
    r"(?P<given>[ \t]*\((?:[^()\n]|\([^()\n]*\))*\))?"
    r"|\{\{-?\s*(?P<go>(?:define|block)(?=\s+[\"`])|(?:if|range|with|end)(?=[\s}-]))(?P<of>(?:[^{}]|\{(?!\{))*)\}\}",
    re.MULTILINE,
)
_NAME = re.compile(r"[\"']?(?P<name>[\w./-]+)[\"']?")
_COMMENT = re.compile(
    r"\{#(?:(?!\{#).)*?#\}|\{\{--(?:(?!\{\{--).)*?--\}\}|<!--(?:(?!<!--).)*?-->|\s+", re.DOTALL
)
# What a name may be followed by where the block still has a content of its own (Jinja, "Required Blocks").
_OPEN = re.compile(r"(?:scoped|required|\s)*+-?\s*$")
_STATEMENTS = frozenset({"import", "from", "set", "trans_default_domain", "form_theme"})
OF_FILE = frozenset({"schema", "stylesheet", "javascript"})
"""Blocks that belong to a file, wherever they stand in it, and that it has once (Shopify, "Section tags")."""
_ENDS = frozenset(
    {
        "endblock",
        "endsection",
        "stop",
        "show",
        "endpush",
        "endprepend",
        "end",
        *(f"end{word}" for word in OF_FILE),
    }
)
_OPENS = frozenset({"block", "section", "push", "prepend", "define", "if", "range", "with"}) | OF_FILE


class Part(NamedTuple):
    """One part of a template: its `kind` is extends, load, statement, block or text. `word` is the one that opens a
    block, `inner` what it holds, `end` the offset behind the part."""

    kind: str
    word: str
    name: str
    text: str
    inner: str
    end: int


class _Mark(NamedTuple):
    word: str
    name: str
    alone: bool
    start: int
    end: int


def parts_of(code: str, *, loose: bool = False) -> list[Part]:
    """The parts of a template in their order; none where the code has neither of a template's marks.

    Args:
        loose: leave out what stands outside of all blocks.
    """
    parts: list[Part] = []
    opened: list[_Mark] = []
    done = 0
    for mark in _marks(code):
        if mark.word in _ENDS:
            first = opened.pop() if opened else None
            if first is not None and not opened and first.word not in ("if", "range", "with"):
                inner = code[first.end : mark.start]
                parts += _between(code, done, first.start)
                parts.append(
                    Part("block", first.word, first.name, code[first.start : mark.end], inner, mark.end)
                )
                done = mark.end
        elif mark.word in _OPENS and not mark.alone:
            opened.append(mark)
        elif not opened:
            parts += _between(code, done, mark.start)
            kind = "block" if mark.word in _OPENS else "statement" if mark.word in _STATEMENTS else mark.word
            parts.append(Part(kind, mark.word, mark.name, code[mark.start : mark.end], "", mark.end))
            done = mark.end
    marked = bool(parts) and not opened
    parts += _between(code, done, len(code))
    if loose:
        return [part for part in parts if part.kind != "text"]
    return parts if marked else []


def open_blocks(text: str) -> list[str]:
    """The names of the blocks that are open at the end of a text."""
    opened: list[_Mark] = []
    for mark in _marks(text):
        if mark.word in _ENDS and opened:
            opened.pop()
        elif mark.word in _OPENS and not mark.alone:
            opened.append(mark)
    return [mark.name for mark in opened if mark.word not in ("if", "range", "with")]


def _between(code: str, start: int, end: int) -> Iterator[Part]:
    text = code[start:end]
    if _COMMENT.sub("", text):
        yield Part("text", "", "", text, text, end)


def _marks(text: str) -> Iterator[_Mark]:
    for found in _MARK.finditer(text):
        word = found["word"] or found["blade"] or found["go"]
        rest = (found["rest"] or found["given"] or found["of"] or "").strip(" \t\n()-")
        name = _NAME.match(rest)
        if word == "load":
            yield _Mark(word, " ".join(rest.partition(" from ")[0].split()), True, *found.span())
            continue
        behind = rest[name.end() :] if name is not None else ""
        # Twig's `{% block title 'Shop' %}` and Blade's `@section('title', 'Shop')` have no end.
        alone = bool(found["word"] and not _OPEN.match(behind)) or bool(found["blade"] and "," in behind)
        yield _Mark(word, name["name"] if name is not None else "", alone, *found.span())
