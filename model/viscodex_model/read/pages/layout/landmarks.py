"""Landmarks of a whole page: header, navigation, sidebar, main part, footer, and forms, by where things lie."""

from collections.abc import Iterator

from viscodex_model.read.pages.layout.nodes import Block, Control, Group, Node, Section, walk

# Bars at the top and bottom are no higher than these shares of the page, and nearly as wide as what they are in.
HEADER, FOOTER, WIDE = 0.2, 0.3, 0.85
# A sidebar is no wider than this share of the page, and reaches over this share of its height.
SIDEBAR, TALL = 0.34, 0.5
# Navigation is at least so many short texts, of at most so many characters.
LINKS, SHORT = 3, 32
# Words of a footer.
FOOTER_SIGNS = ("©", "copyright", "all rights reserved", "privacy", "terms")


def find_landmarks(root: Section) -> dict[int, str]:
    """Tags of nodes by their `id()`; only what is plainly a landmark is one."""
    tags: dict[int, str] = {}
    width, height = root.box.width, root.box.height
    _mark_level(root.body, width, height, tags)
    for node in walk(root):
        if isinstance(node, Group) and id(node) not in tags and _is_navigation(node):
            tags[id(node)] = "nav"
    for node in walk(root):
        if tags.get(id(node)) == "aside":
            _link_lists(node, tags)
    form = _form(root.body)
    if form is not None and id(form) not in tags:
        tags[id(form)] = "form"
    return tags


def _mark_level(node: Node | None, width: float, height: float, tags: dict[int, str]) -> None:
    """Mark what a page is divided into, from the outside in, as far as it is divided at all."""
    body = node.body if isinstance(node, Section) else node
    if not isinstance(body, Group):
        return
    children = [child for child in body.children if isinstance(child, Group | Section)]
    if body.axis == "x":
        _mark_columns(children, width, height, tags)
    else:
        _mark_bars(body, children, width, height, tags)
    main = max(children, key=lambda child: child.box.width * child.box.height, default=None)
    if main is None or "main" in tags.values() or main.box.width * main.box.height < 0.5 * width * height:
        return
    known = any(tag in ("header", "footer", "aside", "nav") for tag in tags.values())
    if known and not _divided(main, height) and not _has_sidebar(main, width, height):
        tags.setdefault(id(main), "main")
    else:
        _mark_level(main, width, height, tags)


def _mark_columns(children: list[Group | Section], width: float, height: float, tags: dict[int, str]) -> None:
    if len(children) < 2:
        return
    for child in (children[0], children[-1]):
        box = child.box
        if box.width <= SIDEBAR * width and box.height >= TALL * height and _texts(child):
            tags[id(child)] = "aside"


def _has_sidebar(node: Group | Section, width: float, height: float) -> bool:
    body = node.body if isinstance(node, Section) else node
    children = body.children if isinstance(body, Group) and body.axis == "x" else []
    return any(
        child.box.width <= SIDEBAR * width and child.box.height >= TALL * height
        for child in (*children[:1], *children[1:][-1:])
    )


def _link_lists(aside: Node, tags: dict[int, str]) -> None:
    """Short lines below one another in a sidebar are lists of links."""
    for node in walk(aside):
        if not isinstance(node, Group) or node.axis != "y":
            continue
        run: list[Block] = []
        for child in [*node.children, None]:
            if isinstance(child, Block) and child.role in ("p", "dt", "dd") and _short_line(child):
                run.append(child)
                continue
            if len(run) >= LINKS:
                tags.setdefault(id(aside), "aside")
                for block in run:
                    block.role, block.link = "li", True
            run = []


def _short_line(block: Block) -> bool:
    return len(block.pieces) == 1 and len(block.text) <= SHORT and not block.marker


def _mark_bars(
    body: Group, children: list[Group | Section], width: float, height: float, tags: dict[int, str]
) -> None:
    room = body.box.width
    first, last = body.children[0], body.children[-1]
    wide = max(WIDE * room, 0.5 * width)
    if first in children and len(body.children) > 1:
        box = first.box
        at_top = box.top < 0.12 * height and box.height <= HEADER * height and box.width >= wide
        if at_top and "header" not in tags.values():
            tags[id(first)] = "header"
    if last in children and len(body.children) > 1 and "footer" not in tags.values():
        box, text = last.box, " ".join(_texts(last)).lower()
        low = box.bottom > 0.85 * height and box.height <= FOOTER * height and box.width >= wide
        if low and any(sign in text for sign in FOOTER_SIGNS):
            tags[id(last)] = "footer"


def _divided(node: Group | Section, height: float) -> bool:
    """Whether a bar lies at the top of a node, so that only what is below it is the main part."""
    body = node.body if isinstance(node, Section) else node
    if not isinstance(body, Group) or body.axis != "y" or len(body.children) < 2:
        return False
    first = body.children[0]
    bar = isinstance(first, Section | Group) and first.box.height <= HEADER * height
    return bar and first.box.top < 0.12 * height and first.box.width >= WIDE * body.box.width


def _texts(node: Node) -> list[str]:
    return [one.text for one in walk(node) if isinstance(one, Block)]


def _is_navigation(group: Group) -> bool:
    """Whether a group is nothing but short lines of one look, side by side, that can be links."""
    blocks = [child for child in group.children if isinstance(child, Block)]
    if group.axis != "x" or len(blocks) != len(group.children) or len(blocks) < LINKS:
        return False
    first = blocks[0].style
    return all(
        len(block.pieces) == 1 and 1 < len(block.text) <= SHORT and not block.text[0].isdigit()
        and abs(block.style.size - first.size) <= 1
        for block in blocks
    )  # fmt: skip


def _form(node: Node | None) -> Group | Section | None:
    """The innermost group or region around all fields, where there are some and a button."""
    fields = list(_controls(node, ("text", "select", "textarea", "checkbox", "radio")))
    if len(fields) < 2 or not list(_controls(node, ("button",))):
        return None
    around = node
    while True:
        inner = around.body if isinstance(around, Section) else around
        children = inner.children if isinstance(inner, Group) else []
        full = [child for child in children if _holds(child, fields)]
        if not full:
            found = around if isinstance(around, Group | Section) else None
            return found if isinstance(found, Section) or (found and found is not node) else None
        around = full[0]


def _holds(node: Node, fields: list[Control]) -> bool:
    inside = {id(one) for one in walk(node)}
    buttons = any(isinstance(one, Control) and one.kind == "button" for one in walk(node))
    return buttons and all(id(field) in inside for field in fields)


def _controls(node: Node | None, kinds: tuple[str, ...]) -> Iterator[Control]:
    return (one for one in walk(node) if isinstance(one, Control) and one.kind in kinds)
