"""Lists components of Angular where a template may use them from: the import and the entry in `imports: [...]`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from viscodex_lsp.core.checks.components.inserted import Inserted
from viscodex_lsp.core.checks.components.scripts import Script, read_scripts
from viscodex_lsp.core.components.facts import uses_in
from viscodex_lsp.core.components.imports import Offer, offer_for
from viscodex_lsp.core.components.listing import Listing, bringing, may_use, read_listing
from viscodex_lsp.core.components.nouns import Component
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Document, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.style import read_style

if TYPE_CHECKING:
    from tree_sitter import Node


@dataclass
class Listed:
    """What a template comes to use, beside what its listing has. `listing` is None where none was found, or read; then
    only what the component's own imports, or its modules', seem to bring may be used."""

    project: Project
    listing: Listing | None
    brought: dict[str, Component] = field(default_factory=dict)

    @classmethod
    def of(cls, project: Project) -> "Listed":
        """For the template that `project` is seen from."""
        scripts = project.scripts
        return cls(project, read_listing(project.workspace, project.path, scripts) if scripts else None)

    @property
    def takes_custom_elements(self) -> bool:
        """Whether the template may have tags that are nobody's component."""
        return self.listing is None or "CUSTOM_ELEMENTS_SCHEMA" in self.listing.document.text

    def can_use(self, component: Component) -> bool:
        """Whether the template may use a component, or could after an edit of its listing."""
        if self.listing is None:
            return self.project.declares(component.class_name)
        return may_use(self.listing, component) or self._bringing(component) is not None

    def use(self, component: Component) -> bool:
        """Note that it is used; whether its listing changes for that."""
        if self.listing is None or may_use(self.listing, component):
            return False
        wanted = self._bringing(component)
        if wanted is None or wanted.class_name in self.brought:
            return False
        self.brought[wanted.class_name] = wanted
        return True

    def edit(self) -> tuple[Document, tuple[Replacement, ...]] | None:
        """The edit of the listing's file; no replacements where it cannot be edited, None where nothing is needed."""
        if self.listing is None or not self.brought:
            return None
        edits = listing_edits(self.listing, self.brought.values(), self.project.workspace)
        return self.listing.document, edits or ()

    def _bringing(self, component: Component) -> Component | None:
        return bringing(self.project.workspace, self.listing, component) if self.listing is not None else None


def listing_edits(
    listing: Listing, brought: Iterable[Component], workspace: Workspace
) -> tuple[Replacement, ...] | None:
    """The edits of the listing's file that let its template use components; None where one cannot be imported there, or
    its name stands for something else."""
    text = listing.document.text
    language = language_of(listing.document.language)
    inserted = Inserted(parse(text, language), (), ())
    style = read_style(text, language)
    script = read_scripts(inserted)
    offers = [_offer(component, listing, workspace) for component in brought]
    found = [offer for offer in offers if offer is not None]
    bound = script.bound()
    known = [offer for offer in found if offer.name in bound]
    if len(found) < len(offers) or not all(_is_imported(offer, script) for offer in known):
        return None
    new = [offer for offer in found if offer.name not in bound]
    before = inserted.tree.offsets.to_points(listing.options.start_byte)
    script.bring_in(new, quote=style.quote, newline=style.newline, before=before)
    inserted.change(_entry(listing, [offer.name for offer in found], inserted, style.newline))
    return inserted.composed()[1]


def _offer(component: Component, listing: Listing, workspace: Workspace) -> Offer | None:
    if component.file in workspace.paths:
        return offer_for(component, listing.path, workspace, uses_in(listing.path, listing.document.text))
    return Offer(component, component.class_name, component.file, component.exported == "default")


def _is_imported(offer: Offer, script: Script) -> bool:
    """Whether the file has the name from the same place."""
    return any(
        statement.module == offer.module and any(local == offer.name for _, local in statement.names)
        for statement in script.imports
    )


def _entry(listing: Listing, names: Sequence[str], inserted: Inserted, newline: str) -> Replacement:
    """The names at the end of the array, or the array with them behind the decorator's first entries."""
    if listing.array is not None:
        items = [item for item in listing.array.named_children if item.type != "comment"]
        if not items:
            at = inserted.tree.offsets.to_points(listing.array.start_byte) + 1
            return Replacement(Span(at, at), ", ".join(names))
        return _behind(items[-1], list(names), inserted, newline)
    pairs = [pair for pair in listing.options.named_children if pair.type == "pair"]
    first = [pair for pair in pairs if text_of(pair.child_by_field_name("key")) in {"selector", "standalone"}]
    return _behind((first or pairs)[-1], [f"imports: [{', '.join(names)}]"], inserted, newline)


def _behind(node: "Node", parts: Sequence[str], inserted: Inserted, newline: str) -> Replacement:
    """Further entries behind one, each on a line of its own where that one has its own."""
    offsets = inserted.tree.offsets
    at = offsets.to_points(node.end_byte)
    start = offsets.to_points(node.start_byte)
    margin = inserted.margin(start)
    alone = bool(margin) or inserted.text[:start].endswith("\n")
    joint = f",{newline}{margin}" if alone else ", "
    return Replacement(Span(at, at), "".join(joint + part for part in parts))
