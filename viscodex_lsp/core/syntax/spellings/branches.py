"""Tags that each branch of a condition in a template has anew: of them one is there when the template is filled in, and
only that of the first branch is read.

`{% if a %}<form id="a">{% else %}<form>{% endif %}` begins one form.
"""

import re
from typing import Final

from viscodex_lsp.core.language.elements import END_TAG_OPTIONAL, VOID
from viscodex_lsp.core.syntax.spellings.code_spellings import filled

_LONGEST: Final = 2_000
"""The longest branch that is looked through, in characters."""
_ENGINES: Final = (
    (
        r"\{{%[-+~]?\s*{}\b[^%]*%\}}",
        "(?:if|unless)",
        "(?:else|elif|elseif|elsif)",
        "(?:endif|endunless)",
        r"\{%",
    ),
    (
        r"\{{\{{~?{}\b[^{{}}]*\}}\}}",
        r"\#(?:if|unless)",
        "else",
        "/(?:if|unless)",
        r"\{\{~?[#/^]|\{\{~?else\b",
    ),
    (
        r"<%[-_]?(?:\s|\}})*{}[^%]*%>",
        r"(?:if|unless)\b",
        r"(?:else|elsif)\b",
        r"(?:end\b|-|(?=[-_]?%))",
        "<%(?![-=])",
    ),
)
_BRANCHES: Final = tuple(
    re.compile(
        f"{frame.format(begins)}(?P<first>(?:(?!{mark})[^\\0]){{0,{_LONGEST}}}?){frame.format(other)}"
        f"(?P<second>(?:(?!{mark})[^\\0]){{0,{_LONGEST}}}?){frame.format(ends)}"
    )
    for frame, begins, other, ends, mark in _ENGINES
)
_TAG: Final = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][\w-]*+)(?:[^<>\"'{%]|\"[^\"]*+\"|'[^']*+'|\{\{[^{}]*+\}\}|<%[^%]*+%>)*+(?P<alone>/?)>"
)


def without_other_branches(text: str) -> str:
    """The text with blanks for the tags that leave a second branch as the same tags leave the first."""
    for pattern in _BRANCHES:
        text = pattern.sub(_first_alone, text)
    return text


def _first_alone(branches: re.Match[str]) -> str:
    first, second = _left_open(branches["first"]), _left_open(branches["second"])
    names = [(tag["end"], tag["name"].lower()) for tag in second]
    if not names or names != [(tag["end"], tag["name"].lower()) for tag in first]:
        return branches[0]
    whole, shift = branches[0], branches.start("second") - branches.start()
    for tag in second:
        start, end = tag.start() + shift, tag.end() + shift
        whole = whole[:start] + filled(whole[start:end], " ") + whole[end:]
    return whole


def _left_open(branch: str) -> list[re.Match[str]]:
    """The tags of a branch whose other half is not in it."""
    opened = list[re.Match[str]]()
    for tag in _TAG.finditer(branch):
        name = tag["name"].lower()
        if name in VOID or name in END_TAG_OPTIONAL or tag["alone"]:
            continue
        if tag["end"] and opened and not opened[-1]["end"] and opened[-1]["name"].lower() == name:
            opened.pop()
        else:
            opened.append(tag)
    return opened
