"""Makes elements of a form of the controls in a picture."""

from viscodex_model.read.pages.building.boxes import box_style, drawing
from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.inline import inline
from viscodex_model.read.pages.building.placing import Placed
from viscodex_model.read.pages.building.texts import text_style
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.pages.layout.nodes import Control, Group
from viscodex_model.read.pages.layout.typesetting import Type
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.regions import Region


def control_element(control: Control, type_: Type, ground: Region) -> Placed:
    """A button, a field to write in, a list to choose from, or a box to tick."""
    box = control.section.region.box
    size = {"width": px(box.width), "height": px(box.height)}
    if control.kind in ("checkbox", "radio"):
        attributes = {"type": control.kind} | ({"checked": ""} if control.checked else {})
        return Placed(Element("input", control.kind, size, attributes), box, fixed=True)
    css = _look(control, type_, ground) | size
    if control.kind == "button":
        return Placed(_button(control, css, type_), box, fixed=True)
    return Placed(_field(control, css), box, fixed=True)


def _look(control: Control, type_: Type, ground: Region) -> dict[str, str]:
    """What browsers give to controls by themselves has to be set: ground and border."""
    region = control.section.region
    css = {} if region.borders else {"border": "0"}
    css |= {"background": hex_color(region.color)} | box_style(region, ground)
    if control.text is not None:
        css |= text_style(control.text, type_)
    return css


def _button(control: Control, css: dict[str, str], type_: Type) -> Element:
    text, region = control.text, control.section.region
    words = inline(text, type_, hard=False, linked=False) if text else []
    icons = [drawing(one, region) for one in _drawings(control)]
    before = [one.element for one in icons if text is None or one.box.right <= text.box.left]
    after = [one.element for one in icons if one.element not in before]
    for icon in before + after:
        icon.style["display"] = "inline-block"
    children = [*before, *([" "] if before and words else []), *words, *([" "] if after else []), *after]
    return Element("button", "button", css, {"type": "button"}, children)


def _field(control: Control, css: dict[str, str]) -> Element:
    text, region = control.text, control.section.region
    if text is not None:
        css["padding-left"] = px(max(0, round(text.box.left - region.inner.left)))
    if control.kind == "select":
        return Element(
            "select", "select", css, children=[Element("option", children=[text.text if text else ""])]
        )
    attributes = {"type": "text"} | ({"placeholder": text.text} if text else {})
    return Element("input", "field", css, attributes)


def _drawings(control: Control) -> list[Graphic]:
    body = control.section.body
    nodes = body.children if isinstance(body, Group) else [body]
    return [node for node in nodes if isinstance(node, Graphic)]
