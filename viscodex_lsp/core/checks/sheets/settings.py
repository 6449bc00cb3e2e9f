"""Where properties are set, and which set the same in other words: `padding` sets `padding-left` as well (CSS Cascading
and Inheritance, "Shorthand Properties")."""

from viscodex_lsp.core.checks.sheets.sameness import is_custom

NEVER = -1
# Properties of which several set the same in other words: `border-color` and `border-left`.
_CROSSING = frozenset({"border", "margin", "padding", "flex", "grid", "inset", "radius"})
# Properties that a shorthand sets whose name they do not begin with.
_UNDER = {
    "top": "inset-top",
    "right": "inset-right",
    "bottom": "inset-bottom",
    "left": "inset-left",
    "line-height": "font-line-height",
    "row-gap": "gap-row",
    "column-gap": "gap-column",
    "grid-gap": "gap",
    "grid-row-gap": "gap-row",
    "grid-column-gap": "gap-column",
    "column-count": "columns-count",
    "column-width": "columns-width",
    "align-content": "place-content-align",
    "justify-content": "place-content-justify",
    "align-items": "place-items-align",
    "justify-items": "place-items-justify",
    "align-self": "place-self-align",
    "justify-self": "place-self-justify",
}


class Settings:
    """The last place at which each property was set, by itself or by one that sets it too."""

    def __init__(self) -> None:
        self._own: dict[str, int] = {}
        self._within: dict[str, int] = {}

    def put(self, name: str, at: int) -> None:
        """A property, without a vendor's prefix, is set at a place."""
        own, wider = _families(name)
        self._own[own] = max(at, self._own.get(own, at))
        for family in (own, *wider):
            self._within[family] = max(at, self._within.get(family, at))

    def last(self, name: str) -> int:
        """The last place where a property was set, or one that sets what it sets; `NEVER` where none was."""
        own, wider = _families(name)
        if own == "all":
            return self._within.get("all", NEVER)
        crossing = (family for family in wider if family in _CROSSING)
        found = (self._within.get(family, NEVER) for family in (own, *crossing))
        return max((*found, *(self._own.get(family, NEVER) for family in wider)))


def _families(name: str) -> tuple[str, tuple[str, ...]]:
    """A property, and the shorthands whose longhand it is by its name."""
    if is_custom(name):
        return name, ()
    if name.endswith("radius"):  # no border sets it
        return f"radius-{name}", ("radius", "all")
    name = _UNDER.get(name, name)
    words = name.split("-")[:8]
    wider = ["-".join(words[:count]) for count in range(len(words) - 1, 0, -1)]
    return name, (*wider, "all") if name != "all" else ()
