"""Reads whether the words around a block put it at another place of the file than the one asked about."""

import re
from collections.abc import Sequence

from viscodex_lsp.core.asking.blocks.fences import Block
from viscodex_lsp.core.asking.roles.home import Home
from viscodex_lsp.core.asking.roles.words import Said
from viscodex_lsp.core.language.language import Language

_NAME = r"`[<#.]?(?P<name>[A-Za-z_]\w*)(?:\(\)|[^`\w][^`]{0,40})?`"
_IN = re.compile(
    rf"\b(?:in|inside|into|within|to|at the (?:top|start|beginning|end|bottom) of|dans|im|in der|en)\s+"
    rf"(?:(?:the|your|its|existing|current|body of|end of|top of|start of|le|la|el)\s+){{0,3}}{_NAME}",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\b(?:update|replace|change|extend|modify|edit|adjust|adapt|append|ändere|erweitere|modifie[zr]?|actualiza)\b"
    r"|\bin\s+`",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:in|to|on) (?:the|your) (?:`?\w+`? )?(?P<kind>controller|repository|entity|migration|interface"
    r"|router|middleware|resolver|tests?)\b",
    re.IGNORECASE,
)
_OF_KEYS = frozenset({"yaml", "json", "jsonc", "toml", "css", "scss", "less", "markdown", "mdx"})
_QUOTED = re.compile(_NAME)
_OF_TYPE = re.compile(
    r"\b(?:on|in|to) (?:the|your) (?P<name>[\w`.]*) ?(?P<kind>interface|enum|struct|trait|record)\b",
    re.IGNORECASE,
)
_MOST_SEARCHED = 200_000
_DEFINES = (
    r"\b(?:def|class|function|func|fn|interface|struct|impl|enum|trait|type|module|namespace|object)\b"
    r"(?:[ ]?\([^()\n]{0,80}\))?[ \t]{1,4}{name}\b"
    r"|\b(?:const|let|var)[ ]{name}[ ]?(?::[^=\n]{1,80})?=[ ]?(?:async[ ]?)?"
    r"(?:\([^()\n]{0,120}\)|\w{1,40})[^=\n]{0,80}=>"
    r"|^[ \t]*(?:public|private|protected|static|override|async|virtual) [\w<>\[\], ?]{0,80}\b{name}[ ]?\("
)
# Words of a place that no other text says: what is only meant for it goes first where the whole does not fit.
_ELSEWHERE = re.compile(
    r"\b(?:outside(?: of)?|next to|elsewhere|at the (?:top|bottom|end) of|update|replace|change"
    r"|extend|modify|edit|adjust|adapt|wherever|außerhalb|en dehors)\b"
    r"|\b(?:in|on|to|into|inside|within)\s+(?:the|your|its|both|each|a|its own)\s+(?:[\w`<>/.#-]+\s+){0,3}"
    r"(?:JSX|markup|interface|class|struct|enum|trait|module|function|method|constructor|controller|service|model|view|component"
    r"|hook|store|router?|routes?|repository|config(?:uration)?|schema|parent|head(?:er)?|body|file|stylesheet|query"
    r"|migration|entity|resolver|provider|middleware|template|script|import|section|block)s?\b",
    re.IGNORECASE,
)
_CHANGES_SECTION = re.compile(
    r"\b(?:update|replace|change|adjust|extend|modify|edit|rename|remove)\b[^.]*"
    r"\b(?:section|heading|paragraph|chapter|part|table|list|title|above|existing)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^(#{1,6}[ \t]+\S[^\n]*?)[ \t#]*$", re.MULTILINE)


def other_place(block: Block, said: Said, home: Home) -> str:
    """The function, class, type or section that the words put a block into, where the file has it and the place asked
    about is not in it; "" for none."""
    section = _other_section(block, said, home)
    if section:
        return section
    for text in (said.near, *said.headings[-1:]):
        for found in _IN.finditer(text):
            name = found["name"]
            elsewhere = _is_defined(name, home.text) and not _around(name, home.scopes)
            if elsewhere and not _is_defined(name, block.code):
                return name
        kind = _OF_TYPE.search(text)
        if home.scopes and kind is not None and _defines_kind(kind["kind"], block.code):
            return f"{kind['name']} {kind['kind']}".replace("`", "").strip()
    return ""


def defined_again(block: Block, said: Said, home: Home) -> str:
    """The definition or value of the file that a block is said to change, and gives again; "" for none. One that is
    selected, or that the place is in, is not elsewhere."""
    for text in (said.near, *said.headings[-1:]):
        for found in _QUOTED.finditer(text) if _CHANGES.search(text) else ():
            name = found["name"]
            there = [_is_set(name, code) for code in (block.code, home.text, home.selected)]
            if there == [True, True, False] and not _around(name, home.scopes):
                return name
    return ""


def _is_set(name: str, text: str) -> bool:
    value = re.compile(
        rf"^[ \t]*(?:(?:export|const|let|var|static|final|public|private) )*{name}\b[^=\n]*=", re.MULTILINE
    )
    return value.search(text, 0, _MOST_SEARCHED) is not None or _is_defined(name, text)


def of_other_kind(said: Said, language: Language, home: Home) -> str:
    """What a file of another kind is called that the words speak of: "in your repository interface"; "" for none."""
    found = _KIND.search(said.near) if home.scopes and language.id not in _OF_KEYS else None
    about = f"{home.path} {' '.join(home.scopes)}".lower()
    return found["kind"] if found is not None and found["kind"].lower().rstrip("s") not in about else ""


def sounds_elsewhere(said: Said) -> bool:
    """Whether the words speak of another place, whichever it is."""
    return any(map(_ELSEWHERE.search, said.introduction))


def _other_section(block: Block, said: Said, home: Home) -> str:
    """The heading of the Markdown file that a block is said to change; "" for none."""
    heading = _HEADING.match(block.code.lstrip("\n"))
    if heading is None or not any(map(_CHANGES_SECTION.search, said.texts)):
        return ""
    there = {found[1] for found in _HEADING.finditer(home.text)}
    return heading[1].lstrip("# ") if heading[1] in there and heading[1] not in home.selected else ""


def _defines_kind(kind: str, code: str) -> bool:
    return re.search(rf"^[ \t]*(?:\w+ ){{0,4}}{kind}\b", code, re.MULTILINE | re.IGNORECASE) is not None


def _is_defined(name: str, text: str) -> bool:
    wanted = re.compile(_DEFINES.replace("{name}", re.escape(name)), re.MULTILINE)
    return wanted.search(text, 0, _MOST_SEARCHED) is not None


def _around(name: str, scopes: Sequence[str]) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", scope) is not None for scope in scopes)
