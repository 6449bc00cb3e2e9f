"""From what was seen to the tree of the page: everything is put into the region that holds it, and each is cut."""

from collections import Counter

from viscodex_model.read.pages.layout.blocks import make_blocks
from viscodex_model.read.pages.layout.controls import find_controls, find_labels
from viscodex_model.read.pages.layout.cuts import arrange
from viscodex_model.read.pages.layout.grids import with_tables
from viscodex_model.read.pages.layout.nodes import Block, Item, Section, walk
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.picture.nearby import Nearby
from viscodex_model.read.recognition.waiting import pause
from viscodex_model.read.scene.graphics import Graphic, overlap
from viscodex_model.read.scene.regions import SLACK, Region, contains
from viscodex_model.read.scene.see import Scene


def grow(scene: Scene) -> Section:
    """The page as a section, with all text that was seen in it exactly once."""
    root = _tree(scene, tables=True)
    # Better no tables than lost words.
    return root if _words(root) == _said(scene) else _tree(scene, tables=False)


def _words(root: Section) -> Counter[str]:
    blocks = (node for node in walk(root) if isinstance(node, Block))
    return Counter(word for block in blocks for word in block.text.split())


def _said(scene: Scene) -> Counter[str]:
    return Counter(word for piece in scene.pieces for word in piece.text.split())


def _tree(scene: Scene, *, tables: bool) -> Section:
    contents: dict[Region, list[Item]] = {region: list(region.inside) for region in scene.root.walk()}
    regions = Nearby((region.box, region) for region in scene.root.walk())
    pictures = [graphic for graphic in scene.graphics if _holds_text(graphic, scene)]
    for graphic in scene.graphics:
        if graphic not in pictures:
            contents[_home(regions, scene.root, graphic.box)].append(graphic)
    others: list[Item] = [*scene.pieces, *scene.rules]
    for item in others:
        contents[_home(regions, scene.root, item.box)].append(item)
    for picture in pictures:
        _make_region(picture, regions, contents, scene.root)
    if tables:
        for region in list(contents):
            pause()
            contents[region] = with_tables(contents[region], contents)
    root = Section(scene.root, make_blocks(arrange(contents[scene.root], contents), scene.root.box.right))
    root.body = find_controls(root.body, root.region)
    find_labels(root.body)
    return root


def _home(regions: Nearby[Region], root: Region, box: Box) -> Region:
    """The innermost region around a box, or around its centre."""
    x, y = box.center
    pause()
    around = regions.near(box, SLACK)[::-1]
    for region in around:
        if contains(region.box, box):
            return region
    for region in around:
        if region.box.left <= x < region.box.right and region.box.top <= y < region.box.bottom:
            return region
    return root


def _holds_text(graphic: Graphic, scene: Scene) -> bool:
    return not graphic.icon and any(overlap(graphic.box, piece.box) for piece in scene.pieces)


def _make_region(
    picture: Graphic, regions: Nearby[Region], contents: dict[Region, list[Item]], root: Region
) -> None:
    """A drawing with text on it becomes a region that holds the text."""
    home = _home(regions, root, picture.box)
    region = Region(picture.box, picture.color)
    inside = [item for item in contents[home] if contains(picture.box, item.box)]
    contents[home] = [item for item in contents[home] if item not in inside] + [region]
    contents[region] = inside
    regions.add(region.box, region)
