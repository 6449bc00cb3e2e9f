"""Classes with names for what elements set: what looks alike and is called alike shares one."""

from viscodex_model.read.pages.building.elements import Element


def name_classes(root: Element) -> dict[int, str]:
    """The class of each element with a style, by its `id()`: what looks alike and is called alike shares one."""
    names: dict[tuple[str, tuple[tuple[str, str], ...]], str] = {}
    counts: dict[str, int] = {}
    classes = {}
    for element in root.walk():
        if not element.style:
            continue
        key = element.name or element.tag, tuple(sorted(element.style.items()))
        if key not in names:
            counts[key[0]] = counts.get(key[0], 0) + 1
            names[key] = key[0] if counts[key[0]] == 1 else f"{key[0]}-{counts[key[0]]}"
        classes[id(element)] = names[key]
    return classes
