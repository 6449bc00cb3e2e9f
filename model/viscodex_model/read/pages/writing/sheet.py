"""The style sheet of a page: a reset within the page, then a rule for each class."""

from collections.abc import Iterator, Mapping

from viscodex_model.read.pages.building.elements import Element

RESET = ".page * { box-sizing: border-box; margin: 0; padding: 0; font: inherit; color: inherit; }"
# What the reset takes from elements and they need.
KEPT = {
    "a": ":where(.page) a { text-decoration: none; }",
    "strong": ":where(.page) strong { font-weight: bold; }",
}


def sheet_rules(root: Element, classes: Mapping[int, str]) -> Iterator[str]:
    """The rules that a page needs; `classes` by `id()` of elements."""
    tags = {element.tag for element in root.walk()}
    yield RESET
    yield from (text for tag, text in KEPT.items() if tag in tags)
    seen = set()
    for element in root.walk():
        name = classes.get(id(element))
        if name and name not in seen:
            seen.add(name)
            yield rule(f".{name}", element.style)


def rule(selector: str, style: Mapping[str, str]) -> str:
    """A rule of a style sheet: on one line where that is short."""
    body = "; ".join(f"{name}: {value}" for name, value in style.items())
    one = f"{selector} {{ {body}; }}"
    if len(one) <= 100:
        return one
    return f"{selector} {{\n" + "".join(f"  {name}: {value};\n" for name, value in style.items()) + "}"
