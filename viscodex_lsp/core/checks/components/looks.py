"""What of an element's style and classes is its look, which a component brings along, and what is its place."""

import re
from collections.abc import Iterator
from typing import Final

# Properties that say where an element is, and how large, among others: these belong to the place of use.
_LAYOUT: Final = re.compile(
    r"margin|(?:min-|max-)?(?:width|height)$|flex(?:-(?:grow|shrink|basis))?$|grid-(?:area|row|column)|position$|top$|right$"
    r"|bottom$|left$|inset|z-index|align-self|justify-self|place-self|order$|float$|clear$|visibility$"
)
_UTILITY: Final = re.compile(
    r"-?(?:bg|text|font|border|rounded|shadow|ring|p[xytrbl]?|m[xytrbl]?|w|h|min|max|size|flex|grid|gap|space|items|justify"
    r"|content|self|order|col|row|absolute|relative|fixed|sticky|static|inset|top|right|bottom|left|z|block|inline|hidden"
    r"|table|cursor|transition|duration|ease|opacity|leading|tracking|uppercase|lowercase|capitalize|underline|italic"
    r"|truncate|overflow|select|outline|fill|stroke|from|via|to|animate|appearance|antialiased|float|object|aspect|sr"
    r"|place|basis|grow|shrink|whitespace|break|scale|rotate|translate|divide|decoration|placeholder|accent)(?:-|$)"
)
_PLACE: Final = re.compile(
    r"-?(?:m[xytrbl]?|w|h|min-[wh]|max-[wh]|size|self|justify-self|place-self|order|col|row|absolute|relative|fixed|sticky"
    r"|inset|top|right|bottom|left|z|float|grow|shrink|basis|flex-(?:1|auto|none|grow|shrink)|hidden|invisible|ml|mr)"
    r"(?:-|$)"
)
_PIECE: Final = re.compile(r"""["'`](?:[^"'`\\]|\\.)*["'`]|[(\[{]|[)\]}]|[,;]""")


def declarations(value: str) -> Iterator[tuple[str, str]]:
    """The properties of a style with the whole text of each: of `a: b; c: d` and of the inside of `{ a: b, c: d }`."""
    depth = start = 0
    ends = []
    for piece in _PIECE.finditer(value):
        if piece[0] in "([{":
            depth += 1
        elif piece[0] in ")]}":
            depth -= 1
        elif piece[0] in ",;" and depth == 0:
            ends.append(piece.start())
    for end in [*ends, len(value)]:
        whole = value[start:end].strip()
        start = end + 1
        name = whole.partition(":")[0].strip().strip("\"'")
        if name and ":" in whole:
            yield kebab(name), whole


def placing(style: str) -> tuple[str, ...]:
    """The declarations of a style that say where an element is."""
    return tuple(whole for name, whole in declarations(style) if _LAYOUT.match(name))


def placing_classes(classes: str) -> str:
    """The utility classes that say where an element is; classes of other kinds are all kept."""
    words = classes.split()
    plain = [word.rpartition(":")[2] for word in words]
    if not words or not all(_UTILITY.match(word) for word in plain):
        return classes
    return " ".join(word for word, own in zip(words, plain, strict=True) if _PLACE.match(own))


def are_utilities(classes: str) -> bool:
    """Whether all classes are utilities as Tailwind has them."""
    words = classes.split()
    return bool(words) and all(_UTILITY.match(word.rpartition(":")[2]) for word in words)


def kebab(name: str) -> str:
    """A name with dashes: "font-size" for `fontSize`."""
    return re.sub(r"([A-Z])", r"-\1", name).lower()
