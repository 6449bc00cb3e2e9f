"""A project as one of its files sees it: which components that file may use, and which tokens."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from posixpath import basename, dirname
from typing import Final

from viscodex_lsp.core.components.facts import uses_in
from viscodex_lsp.core.components.imports import Offer, offer_for
from viscodex_lsp.core.components.inherited_props import whole
from viscodex_lsp.core.components.nouns import Component, Use
from viscodex_lsp.core.components.roles import (
    BY_CLASS,
    WITH_CONTENT,
    common_prefix,
    is_made_of,
    plain_names,
    without_prefix,
)
from viscodex_lsp.core.components.values import KnownToken, known_tokens
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.nouns import Document

_TAILWIND: Final = frozenset({"tailwindcss", "@nuxtjs/tailwindcss", "@astrojs/tailwind"})
# Integrations of Tailwind 4 bear its name: @tailwindcss/vite, @tailwindcss/postcss.
_TAILWIND_SCOPE: Final = "@tailwindcss/"
_FRAMEWORKS: Final = {
    "javascriptreact": "react",
    "typescriptreact": "react",
    "javascript": "react",
    "vue": "vue",
    "svelte": "svelte",
    "angular": "angular",
    "html": "angular",
    "typescript": "angular",
}
_MOST_SAME: Final = 8
_FOR_TESTS: Final = re.compile(r"(?:^|/)(?:__\w+__|mocks?|fixtures?|tests?|examples?|scripts?)/")


def framework_of(language: str) -> str:
    """The framework that a file of this language uses; "" where its kind has no components."""
    return _FRAMEWORKS.get(language, "")


class Project:
    """The workspace from the file `path` (its path in the project), whose text is `text`. `partial` says for a person
    that not all of it is known, and why; "" where it is."""

    def __init__(
        self, workspace: Workspace, path: str, language: str, text: str, *, partial: str = ""
    ) -> None:
        self.partial = partial
        self.scripts: Mapping[str, Document] = {}
        """The files that may list components for a template of Angular; only where they were read."""
        self.workspace, self.path, self.framework = workspace, path, framework_of(language)
        self._text = text

    @cached_property
    def own(self) -> tuple[Use, ...]:
        """What the file imports already; for a template of Angular, what its component does."""
        if self.path.endswith(".html"):
            return self.workspace.facts(self.path.removesuffix(".html") + ".ts").uses
        return uses_in(self.path, self._text)

    @cached_property
    def prefix(self) -> str:
        """The word that the project puts before the names of all of its components."""
        return common_prefix(self.workspace.names())

    @cached_property
    def _library_names(self) -> list[tuple[str, str]]:
        """What each component of the libraries is called but for its library's prefix, and its name."""
        found: list[tuple[str, str]] = []
        for package in self._libraries():
            names = [each.name for each in self.workspace.libraries[package]]
            prefix = common_prefix(names)
            found += [("".join(without_prefix(name, prefix)), name) for name in names]
        return found

    @cached_property
    def tokens(self) -> tuple[KnownToken, ...]:
        """The tokens of this file's package, or of all where those of its package are none. A whole page has only those
        of the style sheets that it names: any other would stand for nothing there."""
        package = self.workspace.package_of(self.path)
        everything = self.workspace.tokens()
        if self.path.endswith(".html") and "<html" in self._text.lower():
            everything = [
                token for token in everything if token.file == self.path or basename(token.file) in self._text
            ]
        own = [token for token in everything if self.workspace.package_of(token.file) == package]
        return known_tokens(own or everything)

    @property
    def has_tailwind(self) -> bool:
        """Whether the project configures Tailwind, or this file's package depends on it."""
        package = self.workspace.package_of(self.path)
        asked = package is not None and brings_tailwind(package.dependencies)
        return asked or any(token.token.kind.startswith("tailwind") for token in self.tokens)

    def named(self, name: str) -> tuple[Offer, ...]:
        """The components of this name that the file may use; its own are not among them."""
        found = [self._offer(each) for each in self._components(name)]
        return tuple(offer for offer in found if offer is not None)[:_MOST_SAME]

    def the(self, name: str) -> Offer | None:
        """The one component that is meant by a name; None where there is none, or several may be."""
        return self.chosen(self.named(name))

    def value(self, name: str) -> Offer | None:
        """The project's own function, hook or constant of this name, as this file would import it; None where there is
        none, or several may be."""
        found = self.workspace.value(name)
        if found is None or found.file == self.path or _FOR_TESTS.search(found.file):
            return None
        offer = offer_for(found, self.path, self.workspace, self.own)
        return offer if offer is not None and offer.module else None

    def chosen(self, offers: Sequence[Offer]) -> Offer | None:
        """The one of several offers that is surely meant: of a project's own before a library's, the one that this
        file imports, that its folder has, or that other files use most. What one file exports twice is one."""
        if len(offers) < 2:
            return offers[0] if offers else None
        imported = {(use.name, use.module) for use in self.own}
        known = [offer for offer in offers if (offer.name, offer.module) in imported]
        offers = known or [offer for offer in offers if not self._is_library(offer)] or offers
        if len(offers) == 1:
            return offers[0]
        marks = [offer for offer in offers if "[" in offer.component.name]
        if len(marks) == 1 and all(self._is_library(offer) for offer in offers):
            # An attribute leaves the element what it is; the tag of the same name would be something else.
            return marks[0]
        if len({(offer.component.file, offer.name) for offer in offers}) == 1:
            return max(offers, key=lambda offer: offer.used)
        near = [offer for offer in offers if dirname(offer.component.file) == dirname(self.path)]
        if len(near) == 1:
            return near[0]
        ordered = sorted(offers, key=lambda offer: -offer.used)
        return ordered[0] if ordered[0].used > 2 * ordered[1].used else None

    def for_element(self, element: str, kind: str = "") -> tuple[Offer, ...]:
        """The components that are the project's own form of an HTML element."""
        by_name = [self._made_as(element, name) for name in plain_names(element, kind)]
        if element == "a":
            by_name = [tuple(filter(self._is_link, offers)) for offers in by_name]
        own = tuple(offer for offers in by_name for offer in offers if not self._is_library(offer))
        # Where a library has an `Input` and a `TextField`, the one of the more usual name is the plain one.
        return own or next(filter(None, by_name), ())

    def _is_link(self, offer: Offer) -> bool:
        """Whether a component is for places to go: what a library calls an anchor may be anything else."""
        component = offer.component
        if "[" in component.name:
            # A mark leaves the anchor what it is; `[routerLink]` is no look of it.
            return "routerlink" not in component.name.lower()
        leads = component.native == "a" or component.prop("href") or component.prop("to")
        return bool(leads) or not self._is_library(offer)

    def _made_as(self, element: str, key: str) -> tuple[Offer, ...]:
        """The components of a name that can stand for an element."""
        names = self.called([key])
        if self.framework == "angular":
            names = [name for name in names if is_made_of(name, element)]
        offers = (offer for name in names for offer in self.named(name))
        # What an element of these holds means nothing to a component that is made of another one.
        return tuple(
            offer for offer in offers if element not in WITH_CONTENT or offer.component.native == element
        )

    def for_class(self, word: str) -> tuple[Offer, ...]:
        """The components that an element of this class stands for."""
        names = self.called({word} & BY_CLASS)
        offers = (offer for name in names for offer in self.named(name))
        # A card is a card; what a library's other components do with their content is its own affair.
        return tuple(offer for offer in offers if word == "card" or not self._is_library(offer))

    def called(self, keys: Iterable[str]) -> list[str]:
        """The names of all components that are called one of `keys`, but for a prefix."""
        wanted = set(keys)
        own = self.workspace.called(wanted | {self.prefix + key for key in wanted if self.prefix})
        libraries = (name for key, name in self._library_names if key in wanted)
        return list(dict.fromkeys((*own, *libraries)))

    def declares(self, class_name: str) -> bool:
        """Whether a template of Angular may use a component: its own component imports it, or a module that declares
        that component has it, itself or by another module."""
        if any(use.name == class_name for use in self.own):
            return True
        facts = self.workspace.facts(self.path.removesuffix(".html") + ".ts")
        users = {user for each in facts.components for user in self.workspace.users(each.class_name)}
        modules = [user for user in users if user.endswith(".module.ts")]
        reached = {use.name: file for file in modules for use in self.workspace.facts(file).uses}
        for name, file in list(reached.items()):
            used = next((use for use in self.workspace.facts(file).uses if use.name == name), None)
            inner = self.workspace.resolve(used.module, file) if used is not None else None
            if inner is not None and inner.endswith(".module.ts"):
                reached.update({use.name: inner for use in self.workspace.facts(inner).uses})
        return class_name in reached

    def tagged(self, tag: str) -> tuple[Offer, ...]:
        """The components of Angular, and custom elements, that go by a tag of their own."""
        names = [name for name in self.names() if tag in name and tag in _selectors(name)]
        return tuple(offer for name in dict.fromkeys(names) for offer in self.named(name))

    def names(self) -> Iterator[str]:
        """The names of all components that could be used here."""
        yield from self.workspace.names()
        for package in self._libraries():
            yield from (each.name for each in self.workspace.libraries[package])

    def _components(self, name: str) -> Iterator[Component]:
        workspace = self.workspace
        yield from (
            whole(each, each.file, facts=workspace.facts, resolve=workspace.resolve)
            for each in workspace.named(name)
            if each.framework in {self.framework, "element"} and each.file != self.path
        )
        for package in self._libraries():
            yield from (each for each in self.workspace.libraries[package] if each.name == name)

    def _libraries(self) -> list[str]:
        package = self.workspace.package_of(self.path)
        wanted = package.dependencies if package is not None else frozenset()
        return [name for name in list(self.workspace.libraries) if name in wanted]

    def _is_library(self, offer: Offer) -> bool:
        return offer.component.file not in self.workspace.paths

    def _offer(self, component: Component) -> Offer | None:
        if component.file in self.workspace.paths:
            return offer_for(component, self.path, self.workspace, self.own)
        # A library's component says in `file` from which module it is imported.
        if component.framework not in {self.framework, "element"}:
            return None
        name = component.class_name if component.framework == "angular" else component.name
        return Offer(replace(component), name, component.file, component.exported == "default")


def brings_tailwind(packages: Iterable[str]) -> bool:
    """Whether one of these packages is Tailwind, or an integration of it."""
    return any(name in _TAILWIND or name.startswith(_TAILWIND_SCOPE) for name in packages)


def _selectors(name: str) -> list[str]:
    return [each.strip() for each in name.split(",")]
