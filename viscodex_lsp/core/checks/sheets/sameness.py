"""When two style sheets say the same: selectors, declarations and whole blocks, without the blanks that mean nothing.

Selectors, strings, addresses and custom properties count letter by letter (Selectors Level 4, 3; CSS Values, 4): a
class `.Card` is none of `.card`, and `.card .title` is none of `.card.title`. Names of properties, hex colours and
`!important` are the same in either case.
"""

import re
from typing import NamedTuple

from viscodex_lsp.core.checks.sheets.items import KEPT, Item, items_of

_DEEPEST = 8
_SETS = re.compile(r"(?P<name>(?:--|[$@])?[A-Za-z_-][\w-]*)\s*:(?P<value>.*)", re.DOTALL)
_PREFIX = re.compile(r"-(?:webkit|moz|ms|o)-")
_IN_BRACKETS = r"(?P<opens>[(\[]) | (?P<closes>[)\]])"
_SELECTOR = re.compile(rf"(?P<kept>{KEPT})|{_IN_BRACKETS}| ?(?P<sign>[~|^$*]?=|\|\||[,>+~]) ?")
_AT_RULE = re.compile(rf"(?P<kept>{KEPT})|{_IN_BRACKETS}| ?(?P<sign>[<>]=?|,) ?|(?P<colon>:) ")
_VALUE = re.compile(
    rf"(?P<kept>{KEPT})|(?P<hex>#[0-9A-Fa-f]{{3,8}}(?![\w-]))|{_IN_BRACKETS}| ?(?P<sign>[,/]) ?"
    r"| ?! ?(?P<weight>[A-Za-z]+)"
)
_PARTS = re.compile(rf"(?:{KEPT}|\((?:[^()]|\((?:[^()]|\([^()]*+\))*+\))*+\)|[^,])+")

Body = tuple[object, ...]


class Setting(NamedTuple):
    """A declaration: the property, the value, and the property without a vendor's prefix; for a statement that has no
    value (`@include button`), all of it is the name."""

    name: str
    value: str

    @property
    def property(self) -> str:
        return self.name if is_custom(self.name) else _PREFIX.sub("", self.name, count=1)


def is_custom(name: str) -> bool:
    """Whether a name is one that a person gave: a custom property, a value of Sass or Less, a statement."""
    return name.startswith(("--", "$", "@")) or not name[:1].replace("-", "a").isalpha()


def selector(head: str) -> str:
    """What stands before the brace of a rule, such that two that mean the same are equal."""
    if head.startswith("@"):
        return _AT_RULE.sub(_written, head).strip()
    return _SELECTOR.sub(_written, head).strip()


def parts(selectors: str) -> tuple[str, ...]:
    """The selectors of a list."""
    return tuple(part.strip() for part in _PARTS.findall(selectors))


def setting(item: Item) -> Setting | None:
    """What a declaration sets, such that two that mean the same are equal; None for a rule and for comments alone."""
    declared = item.declares
    if not declared:
        return None
    match = _SETS.match(declared)
    if match is None or declared.startswith("@"):
        return Setting(_VALUE.sub(_written, declared), "")
    name = match["name"] if is_custom(match["name"]) else match["name"].lower()
    write = _written_as_it_is if name.startswith("--") else _written
    return Setting(name, _VALUE.sub(write, match["value"]).strip())


def body(text: str, *, slashes: bool, deep: int = 0) -> Body:
    """All that a block says, such that two that mean the same are equal."""
    if deep == _DEEPEST:
        return (text,)
    said: list[object] = []
    for item in items_of(text, slashes=slashes):
        if item.head:
            said.append((selector(item.head), body(item.body, slashes=slashes, deep=deep + 1)))
        elif (one := setting(item)) is not None:
            said.append(one)
    return tuple(said)


def _written(found: re.Match[str]) -> str:
    groups = found.groupdict()
    kept = groups["kept"]
    if kept is not None:
        plain_string = kept[0] == "'" and '"' not in kept and "\\" not in kept
        return f'"{kept[1:-1]}"' if plain_string else kept
    if groups.get("hex") is not None:
        return groups["hex"].lower()
    if groups.get("weight") is not None:
        return f"!{groups['weight'].lower()}"
    return next(sign for name in ("opens", "closes", "sign", "colon") if (sign := groups.get(name)))


def _written_as_it_is(found: re.Match[str]) -> str:
    return found[0] if found["kept"] or found["hex"] else _written(found)
