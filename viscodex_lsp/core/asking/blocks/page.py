"""Puts a style sheet and a script that came in blocks of their own into elements, and into the whole page beside them.

They take the place of the page's links to files of its own, which nobody will write; what has no such link goes to the
end of the head, and of the body.
"""

import re
from collections.abc import Mapping, Sequence

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.text.style import leading

COMPILED = frozenset({"scss", "sass", "less", "postcss"})
COMPONENTS = frozenset({"vue", "svelte"})
TAGGED: Mapping[str, re.Pattern[str]] = {
    "style": re.compile(r"\s*<style\b"),
    "script": re.compile(r"\s*<script\b"),
    "template": re.compile(r"\s*<template\b"),
}
_PAGE = re.compile(r"\s*(?:<!doctype\b|<html\b)", re.IGNORECASE)
_STYLE_LINK = re.compile(
    r"^[ \t]*<link\b(?=[^<>]{0,400}\bstylesheet\b)[^<>]{0,400}\bhref=[\"'](?!https?:|//)(?P<name>[^\"']+)[\"']"
    r"[^<>]{0,400}>[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPT_LINK = re.compile(
    r"^[ \t]*<script\b[^<>]{0,400}\bsrc=[\"'](?!https?:|//)(?P<name>[^\"']+)[\"'][^<>]{0,400}>\s*</script>[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_END = {
    "head": re.compile(r"^[ \t]*</head\s*>", re.IGNORECASE | re.MULTILINE),
    "body": re.compile(r"^[ \t]*</body\s*>", re.IGNORECASE | re.MULTILINE),
}


def into_page(page: str, styles: list[str], scripts: list[str]) -> tuple[list[str], tuple[str, ...]] | None:
    """The page with the elements in it, and what the person is told; None where the text is no whole page with both
    ends, or has no place for one of them."""
    if _PAGE.match(page) is None:
        return None
    notes: list[str] = []
    for part, link, end in ((styles, _STYLE_LINK, "head"), (scripts, _SCRIPT_LINK, "body")):
        for text in part:
            found = link.search(page)
            at = found or _END[end].search(page)
            if at is None:
                return None
            if found is not None:
                notes.append(f"put the code of `{found['name']}` in the place of its link")
            margin = at[0][: len(at[0]) - len(at[0].lstrip())]
            deeper = margin if found is not None else margin + _step(page)
            rows = "\n".join(f"{deeper}{row}" if row.strip() else "" for row in text.split("\n"))
            rest = page[at.end() :] if found is not None else f"\n{page[at.start() :]}"
            page = page[: at.start()] + rows + rest
    return [page], tuple(notes)


def _step(page: str) -> str:
    """One step of indentation in the page's head; nothing where its children stand at the margin."""
    child = re.search(r"<head\b[^<>]{0,400}>[ \t]*\n(?P<margin>[ \t]*)\S", page, re.IGNORECASE)
    head = re.search(r"^(?P<margin>[ \t]*)<head\b", page, re.IGNORECASE | re.MULTILINE)
    if child is None or head is None:
        return ""
    return child["margin"].removeprefix(head["margin"])


def element_of(name: str, block: Block, language: Language, step: str) -> str:
    """A block's code in its element, with the language named where it is not the usual one, and with the indentation
    of the text around it, as far as no literal may hold some."""
    if TAGGED[name].match(block.code):
        return block.code
    kind = block.label if block.label in {*COMPILED, "ts", "typescript"} and language.id in COMPONENTS else ""
    lang = f' lang="{"ts" if kind in {"ts", "typescript"} else kind}"' if kind else ""
    setup = " setup" if name == "script" and language.id == "vue" else ""
    scoped = " scoped" if name == "style" and language.id == "vue" else ""
    own = step_of(block.code)
    lines = block.lines
    if own and own != step and not any(quote in block.code for quote in ("`", "\\\n", "/*")):
        lines = tuple(_restepped(line, own, step) for line in lines)
    code = "\n".join(f"{step}{line}" if line.strip() else "" for line in lines)
    code = block.code if language.id in COMPONENTS else code
    return f"<{name}{setup}{scoped}{lang}>\n{code.strip(chr(10))}\n</{name}>"


def step_of(code: str) -> str:
    """The first indentation of a text, from its margin; nothing where it has none."""
    return next((leading(line) for line in code.split("\n") if line.strip() and line[0] in " \t"), "")


def _restepped(line: str, own: str, step: str) -> str:
    margin = leading(line)
    levels = len(margin) // len(own)
    return step * levels + margin[levels * len(own) :] + line[len(margin) :]


def in_template(texts: Sequence[str]) -> list[str]:
    """Markup for a Vue component in its element, unless that or another is there."""
    if TAGGED["template"].match("\n".join(texts)):
        return [*texts]
    return [
        text if any(tag.match(text) for tag in TAGGED.values()) else f"<template>\n{text}\n</template>"
        for text in texts
    ]
