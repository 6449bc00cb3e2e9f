"""Rules of CSS for a place in the styles of a styled component, which have no selector of their own (styled-components,
"Pseudoelements, pseudoselectors, and nesting")."""

import re

from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.sheets.items import items_of

_STYLED = re.compile(r"styled\b|css$")
_ONE = re.compile(r"[.#]?[A-Za-z][\w-]*")
_NESTED = ("&", "@", "$")


def takes_declarations(tag: str) -> bool:
    """Whether a template with this tag has the styles of one element."""
    return _STYLED.match(tag) is not None


def declarations_of(code: str) -> str | None:
    """Rules for one element as its declarations, with those for its states and for what it holds nested; the code as
    it is where it has no rule, None where a rule is for another element."""
    items = [*items_of(code, slashes=True)]
    heads = [item.head for item in items if item.head and not item.head.startswith(_NESTED)]
    if not heads:
        return code
    own = heads[0]
    if len(heads) < sum(bool(item.head) for item in items) or not _ONE.fullmatch(own):
        return code if len(heads) < len(items) else None
    written: list[str] = []
    for item in items:
        rest = item.head.removeprefix(own)
        written += item.remarks
        body = without_margin(item.body.strip("\n")).rstrip()
        if not item.head or not rest:
            written.append(body if item.head else item.text.strip("\n"))
        elif item.head.startswith(own) and rest[0] in " :[.>+~":
            head = rest.strip() if rest[0] == " " and rest.strip()[0] not in ">+~" else f"&{rest}"
            written.append(f"{head} {{\n{_indented(body)}\n}}")
        else:
            return None
    return "\n".join(written)


def _indented(body: str) -> str:
    return "\n".join(f"  {line}" if line.strip() else "" for line in body.split("\n"))
