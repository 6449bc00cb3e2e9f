"""CSS as utility classes of Tailwind: named ones where its scale has the value, else with the value in brackets."""

from collections.abc import Iterator

from viscodex_model.read.pages.building.elements import Element

# Properties whose utility is a prefix and a length on the scale of 4 pixels.
LENGTHS = {
    "margin-top": "mt",
    "margin-left": "ml",
    "padding-left": "pl",
    "padding-top": "pt",
    "width": "w",
    "height": "h",
    "min-height": "min-h",
    "gap": "gap",
}
WORDS = {
    ("display", "flex"): "flex",
    ("display", "grid"): "grid",
    ("display", "block"): "block",
    ("flex", "none"): "flex-none",
    ("align-items", "center"): "items-center",
    ("align-items", "flex-start"): "items-start",
    ("text-align", "center"): "text-center",
    ("text-align", "right"): "text-right",
    ("font-weight", "bold"): "font-bold",
    ("font-weight", "normal"): "font-normal",
    ("white-space", "nowrap"): "whitespace-nowrap",
    ("white-space", "pre"): "whitespace-pre",
    ("text-decoration", "underline"): "underline",
    ("list-style", "none"): "list-none",
    ("list-style", "disc"): "list-disc",
    ("list-style", "decimal"): "list-decimal",
    ("margin", "0 auto"): "mx-auto",
    ("margin-left", "auto"): "ml-auto",
    ("border-radius", "50%"): "rounded-full",
    ("border", "0"): "border-0",
    ("box-sizing", "border-box"): "box-border",
}
FAMILIES = {"monospace": "font-mono", "serif": "font-serif", "sans-serif": "font-sans"}
NAMED_COLORS = {"#fff": "white", "#ffffff": "white", "#000": "black", "#000000": "black"}
COLORS = {"color": "text", "background": "bg"}
# `rounded-sm` is 2 pixels in Tailwind 3, and 4 in Tailwind 4.
RADII = {
    "4px": "rounded",
    "6px": "rounded-md",
    "8px": "rounded-lg",
    "12px": "rounded-xl",
}
SIDES = {"top": "t", "right": "r", "bottom": "b", "left": "l"}
STEP, LONGEST = 4, 384


def utilities(root: Element) -> dict[int, str]:
    """The classes of each element with a style, by its `id()`."""
    return {
        id(element): " ".join(one for item in element.style.items() for one in _classes(*item))
        for element in root.walk()
        if element.style
    }


def _classes(name: str, value: str) -> Iterator[str]:
    if (name, value) in WORDS:
        yield WORDS[name, value]
    elif name in LENGTHS:
        yield _length(LENGTHS[name], value)
    elif name in ("margin", "padding"):
        yield from _around(name[0], value.split())
    elif name in COLORS:
        yield f"{COLORS[name]}-{NAMED_COLORS.get(value, f'[{value}]')}"
    elif name == "font-family":
        # The typeface is the project's own choice; the picture tells its kind.
        yield FAMILIES[value.rpartition(",")[2].strip()]
    elif name == "font-size":
        yield f"text-[{value}]"
    elif name == "line-height":
        yield f"leading-[{value}]"
    elif name == "border-radius":
        yield RADII.get(value, f"rounded-[{value}]")
    elif name == "border":
        yield from _border("border", value)
    elif name.startswith("border-"):
        yield from _border(f"border-{SIDES[name.removeprefix('border-')]}", value)
    else:
        yield f"[{name}:{value.replace(' ', '_')}]"


def _length(prefix: str, value: str) -> str:
    """A length as a step of the scale where it is one."""
    number = value.removesuffix("px")
    sign, size = ("-", number[1:]) if number.startswith("-") else ("", number)
    if size == "0":
        return f"{prefix}-0"
    steps = float(size) / STEP if value.endswith("px") else -1.0
    if steps == int(steps) and 0 < steps * STEP <= LONGEST:
        return f"{sign}{prefix}-{int(steps)}"
    return f"{prefix}-[{value}]"


def _around(letter: str, values: list[str]) -> Iterator[str]:
    """Margin or padding of one to four values."""
    top, right, bottom, left = (values * 4)[:4] if len(values) in (1, 2) else [*values, *values[1:2]][:4]
    for side, value in (("t", top), ("r", right), ("b", bottom), ("l", left)):
        if value == "auto":
            yield f"{letter}{side}-auto"
        elif value != "0":
            yield _length(letter + side, value)


def _border(prefix: str, value: str) -> Iterator[str]:
    width, _, color = value.split()
    yield prefix if width == "1px" else f"{prefix}-[{width}]"
    yield f"{prefix}-[{color}]"
