"""Elements of markup with their styles, before they are written as HTML or in a framework's manner."""

from collections.abc import Iterator
from dataclasses import dataclass, field

# Properties that an element takes from its parent where it sets none.
INHERITED = (
    "color",
    "font-family",
    "font-size",
    "font-weight",
    "font-style",
    "line-height",
    "text-align",
    "white-space",
)
# Elements without content, which have no end tag.
VOID = frozenset({"input", "img", "hr", "br"})


@dataclass(eq=False)
class Element:
    """An element. `name` is what its class is called after; `style` maps CSS properties to values."""

    tag: str
    name: str = ""
    style: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def elements(self) -> "Iterator[Element]":
        """The children that are elements."""
        return (child for child in self.children if isinstance(child, Element))

    def walk(self) -> "Iterator[Element]":
        """This element and all inside it, in order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    @property
    def inline(self) -> bool:
        """Whether it holds text, and is written on one line."""
        return any(isinstance(child, str) for child in self.children)


def hoist(element: Element) -> None:
    """Move what all children of an element set alike up to it, where it is inherited."""
    for child in element.elements():
        hoist(child)
    if element.inline or element.tag in ("select", "table", "thead", "tbody"):
        return
    children = [child for child in element.elements() if child.tag not in ("hr", "br")]
    textual = [child for child in children if _shows_text(child)]
    for name in INHERITED:
        values = {child.style.get(name) for child in textual}
        if len(values) == 1 and None not in values and name not in element.style and len(textual) > 1:
            element.style[name] = values.pop() or ""
            for child in textual:
                del child.style[name]


def _shows_text(element: Element) -> bool:
    return any(one.inline or one.tag in ("input", "textarea") for one in element.walk())


# Elements that can be a fragment's outermost one.
OUTERMOST = ("ul", "ol", "dl", "nav", "form")


def absorb_only_child(root: Element) -> None:
    """Where a container holds nothing but one list, navigation or form, it becomes that; distances are kept."""
    children = list(root.elements())
    if len(children) != 1 or len(root.children) != 1 or children[0].tag not in OUTERMOST:
        return
    child = children[0]
    style = dict(child.style)
    if "width" in style or "margin" in style or "background" in style or "border" in style:
        return
    top, right, bottom, left = _sides(root.style.pop("padding", "0"))
    inner = _sides(style.pop("padding", "0"))
    top += _pixels(style.pop("margin-top", "0")) + inner[0]
    left += _pixels(style.pop("margin-left", "0")) + _pixels(style.pop("padding-left", "0")) + inner[3]
    sides = top, right + inner[1], bottom + inner[2], left
    root.tag, root.children = child.tag, child.children
    root.style |= style | {"margin": "0"}
    root.style["padding"] = " ".join(f"{side:g}px" if side else "0" for side in sides)


def _sides(padding: str) -> tuple[float, float, float, float]:
    """Padding of one to four values as top, right, bottom, left."""
    values = [_pixels(value) for value in padding.split()]
    top = values[0]
    right = values[1] if len(values) > 1 else top
    return top, right, values[2] if len(values) > 2 else top, values[3] if len(values) > 3 else right


def _pixels(length: str) -> float:
    return float(length.removesuffix("px"))
