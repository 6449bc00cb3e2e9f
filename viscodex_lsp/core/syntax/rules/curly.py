"""The marks of Handlebars and its relatives: each is closed as it was opened, holds what a mark may hold, and each
block has its end (Handlebars, `handlebars.l` and `handlebars.yy`; Mustache, mustache(5))."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from viscodex_lsp.core.syntax.mistake import LONGEST_QUOTE, Mistake
from viscodex_lsp.core.syntax.rules.curly_words import wrong_words
from viscodex_lsp.core.text.byte_offsets import ByteOffsets

_MOST_CHARACTERS: Final = 120_000
"""The longest text whose marks are looked through: patterns cost time."""
_PIECE: Final = re.compile(
    r"""\\\{\{ | \{\{\{\{[^\0]*?\}\}\}\} | \{\{~?!--[^\0]*?--~?\}\} | \{\{~?![^{}]*+\}\} | <!--[^\0]*?(?:-->|\Z)
      | (?P<code><(?:script|style)\b[^<>{}]*>) | (?P<end></(?:script|style))
      | (?P<open>\{\{\{?)(?P<inner>(?:"[^"\n]*+"|'[^'\n]*+'|[^{}"'])*+)(?P<close>\}*)
      | (?P<stray>\}\}+)""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_MARKS: Final = re.compile(r"\{\{=")
_LITERAL: Final = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_HEAD: Final = re.compile(r"\s*~?\s*(?P<kind>\#[>*]?|/|\^|&|>|\*)?\s*(?P<name>[^\s()|~=]*)")
_WRONG: Final = re.compile(
    r"[!\"#%&'*+,;<>\\^`{}\[\]]|//|[\w)]\.\.|\.\.\w|[\w)][./](?:[\s)~]|\Z)|=\s*(?:[=)~]|\Z)"
)


class _Open(NamedTuple):
    name: str
    start: int


def curly_mistakes(text: str, offsets: ByteOffsets) -> Iterator[Mistake]:
    """What is wrong with the marks of a template."""
    if len(text) > _MOST_CHARACTERS or _OTHER_MARKS.search(text):
        return
    opened, in_code = list[_Open](), False
    for found in _PIECE.finditer(text):
        if found["code"] or found["end"]:
            in_code = bool(found["code"])
        elif found["stray"] and not in_code:
            yield _mistake(text, offsets, found, f"unexpected `{found[0]}`")
        elif found["open"]:
            what = _wrong(found) or _nesting(found, opened)
            if what:
                yield _mistake(text, offsets, found, what)
    for block in opened:
        what, lacks = f"`{{{{#{block.name}}}}}` is never closed", f"{{{{/{block.name}}}}}"
        start, row = offsets.to_bytes(block.start), text.count("\n", 0, block.start)
        yield Mistake(start, start + len("{{"), row, what, (lacks,))


def _wrong(found: re.Match[str]) -> str:
    """What is wrong with one mark by itself."""
    quoted = found[0].split("\n")[0][:LONGEST_QUOTE]
    if len(found["close"]) < len(found["open"]):
        return f"`{quoted}` is never closed"
    if len(found["close"]) > len(found["open"]):
        return f"`{quoted}` is closed by another sign than opens it"
    head = _HEAD.match(found["inner"])
    rest = _LITERAL.sub("x", found["inner"][head.end("kind") if head is not None and head["kind"] else 0 :])
    odd = _WRONG.search(rest)
    if odd is not None:
        return f"unexpected `{odd[0].strip()}` in `{quoted}`"
    if rest.count("(") != rest.count(")"):
        return f"a bracket too few or too many in `{quoted}`"
    if not rest.strip(" \t\r\n~"):
        return "" if head is not None and head["kind"] == "^" else f"`{quoted}` is empty"
    wrong = _wrong_words(found["inner"], head) if head is not None else ""
    return f"{wrong} in `{quoted}`" if wrong else ""


def _wrong_words(inner: str, head: re.Match[str]) -> str:
    kind, words = (
        head["kind"] or "",
        inner[head.end("kind") if head["kind"] else 0 :].strip().strip("~").strip(),
    )
    if kind == "/":
        return ""
    follows = re.match(r"else(?:\s+|\Z)", words) if not kind else None
    opens = kind[:1] in {"#", "^"} or follows is not None
    return wrong_words(words[follows.end() :] if follows is not None else words, opens=opens)


def _nesting(found: re.Match[str], opened: list[_Open]) -> str:
    """Take note of a block that opens or ends; what is wrong with that."""
    head = _HEAD.match(found["inner"])
    kind, name = (head["kind"] or "", head["name"]) if head is not None else ("", "")
    if kind.startswith("#") or (kind == "^" and name):
        opened.append(_Open(name.strip("\"'"), found.start()))
    elif kind == "/":
        if not opened or opened[-1].name != name:
            return f"`{found[0]}` closes nothing"
        opened.pop()
    elif name == "else" and not kind and not opened:
        return "`{{else}}` outside of a block"
    return ""


def _mistake(text: str, offsets: ByteOffsets, found: re.Match[str], what: str) -> Mistake:
    row = text.count("\n", 0, found.start())
    return Mistake(offsets.to_bytes(found.start()), offsets.to_bytes(found.end()), row, what)
