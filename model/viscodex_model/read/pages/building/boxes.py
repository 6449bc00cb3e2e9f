"""Elements for what has no text: the look of regions, drawings, rules."""

from collections import Counter

from viscodex_model.read.pages.building.elements import Element
from viscodex_model.read.pages.building.placing import Placed
from viscodex_model.read.pages.building.values import hex_color, px
from viscodex_model.read.picture.surfaces import Rule
from viscodex_model.read.scene.graphics import Graphic
from viscodex_model.read.scene.regions import SIDES, Region, alike

# A region this far from filling its box is a circle, where it is as wide as high.
ROUND = 0.85
# What stands for a picture that looks like what it lies on.
PLACEHOLDER = "#e9ecef"


def box_style(region: Region, ground: Region) -> dict[str, str]:
    """Fill, borders and round corners of a region on its ground."""
    css = {}
    if not alike(region.color, ground.color, 1):
        css["background"] = hex_color(region.color)
    css |= _borders(region)
    if region.solidity < ROUND and abs(region.box.width - region.box.height) < 4:
        css["border-radius"] = "50%"
    elif region.radius >= 1.5:
        css["border-radius"] = px(round(min(region.radius, region.box.height / 2)))
    return css


def _borders(region: Region) -> dict[str, str]:
    """Borders by side; where most sides have the same, that is said first."""
    values = {
        side: f"{region.borders[side].width}px solid {hex_color(region.borders[side].color)}"
        for side in SIDES
        if side in region.borders
    }
    most, count = Counter(values.values()).most_common(1)[0] if values else ("", 0)
    if count < 3:
        return {f"border-{side}": value for side, value in values.items()}
    others = {f"border-{side}": values.get(side, "0") for side in SIDES if values.get(side) != most}
    return {"border": most} | others


def drawing(graphic: Graphic, ground: Region) -> Placed:
    """The drawing's picture in its place; a plain box of its size where none is cut out."""
    box, name = graphic.box, "icon" if graphic.icon else "picture"
    if graphic.address:
        size = {"display": "block", "width": px(box.width), "height": px(box.height)}
        shown = {"src": graphic.address, "alt": graphic.alt}
        return Placed(Element("img", name, size, shown), box, fixed=True)
    color = PLACEHOLDER if alike(graphic.color, ground.color, 12) else hex_color(graphic.color)
    css = {"display": "block", "width": px(box.width), "height": px(box.height), "background": color}
    attributes = {"aria-hidden": "true"} if graphic.icon else {"role": "img", "aria-label": "Picture"}
    return Placed(Element("span", name, css, attributes), box, fixed=True)


def rule_element(rule: Rule) -> Placed:
    """A level rule as `hr`, an upright one as a thin box."""
    box = rule.box
    css = {"border": "0", "background": hex_color(rule.color)}
    if rule.level:
        return Placed(Element("hr", "rule", {**css, "height": px(box.height)}), box)
    css |= {"width": px(box.width), "height": px(box.height)}
    return Placed(Element("span", "divider", css), box, fixed=True)
