"""A component with the props that it has by types of other files, wherever these lead."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from viscodex_lsp.core.components.nouns import MOST_PROPS, Component, FileFacts, Prop, PropType, TypeUse

_MOST_STEPS: Final = 60

Facts = Callable[[str], FileFacts]
Resolve = Callable[[str, str], str | None]


def whole(component: Component, file: str, *, facts: Facts, resolve: Resolve) -> Component:
    """The component of `file` with its `types` read; where one is not found, it takes more props than are listed.

    Args:
        facts: what a file offers.
        resolve: the file that a module leads to, as seen from another one.
    """
    if not component.types:
        return component
    found = _Found(facts, resolve)
    for use in component.types:
        found.read(use, file)
    # Its own come first, so that they are not among those that are too many.
    props = {prop.name: prop for prop in component.props}
    props |= {name: prop for name, prop in found.props.items() if name not in props}
    return replace(
        component,
        props=tuple(props.values())[:MOST_PROPS],
        native=component.native or found.native,
        open=component.open or found.open,
        children=component.children or found.children,
        types=(),
    )


class _Found:
    def __init__(self, facts: Facts, resolve: Resolve) -> None:
        self._facts, self._resolve, self._steps = facts, resolve, 0
        self.props: dict[str, Prop] = {}
        self.native, self.open, self.children = "", False, False

    def read(self, use: TypeUse, importer: str) -> None:
        """Take over the props of a type that `importer` names."""
        self._steps += 1
        place = self._find(use.name, self._resolve(use.module, importer), set())
        if place is None or self._steps > _MOST_STEPS:
            self.open = True
            self._name(use.only)
            return
        file, told = place
        for prop in told.props:
            if prop.name not in use.without and (not use.only or prop.name in use.only):
                self.props.setdefault(prop.name, replace(prop, required=prop.required and not use.optional))
        self._name(use.only)
        self.native = self.native or told.native
        self.open = self.open or (told.open and not use.only)
        shows = "children" in use.only if use.only else "children" not in use.without
        self.children = self.children or (told.children and shows)
        for inner in told.types:
            without, only = (*use.without, *inner.without), inner.only or use.only
            self.read(
                replace(inner, without=without, only=only, optional=use.optional or inner.optional), file
            )

    def _name(self, names: tuple[str, ...]) -> None:
        """Note props of which no more than the name is known."""
        for name in names:
            if name != "children":
                self.props.setdefault(name, Prop(name))

    def _find(self, name: str, file: str | None, seen: set[str]) -> tuple[str, PropType] | None:
        """The type of this name that a file exports or passes on, and its own file."""
        if file is None or file in seen or len(seen) > _MOST_STEPS:
            return None
        seen.add(file)
        facts = self._facts(file)
        own = next((each for each in facts.types if each.name == name), None)
        if own is not None:
            return file, own
        for passed in facts.reexports:
            if passed.exported in {name, "*"}:
                wanted = name if passed.name == "*" else passed.name
                found = self._find(wanted, self._resolve(passed.module, file), seen)
                if found is not None:
                    return found
        return None
