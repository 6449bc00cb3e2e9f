"""The door: an edit that uses the project's own components and tokens, rightly; or what it could use.

In order: names that are imported from where they are not; raw elements that the project has a component for; components
that are used and not imported; props that they do not have; values that a token stands for. What is safe is put right
by rule. What is not is a doubt, worth one more question, and in the end a note.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from viscodex_lsp.core.checks.components.elements import Element, elements_in
from viscodex_lsp.core.checks.components.inserted import Inserted, read_inserted
from viscodex_lsp.core.checks.components.listed import Listed
from viscodex_lsp.core.checks.components.scripts import Script, Statement, read_scripts
from viscodex_lsp.core.checks.components.swaps import shown_name, swap
from viscodex_lsp.core.checks.components.tokens import token_edits
from viscodex_lsp.core.checks.components.used import component_name, prop_faults, put_right, wrong_imports
from viscodex_lsp.core.checks.components.values import own_values
from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.telling import tag_of, tell
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.nouns import Document, Replacement, Style
from viscodex_lsp.core.syntax.syntax import Tree

Mode = Literal["off", "note", "repair"]
_MOST_NAMED: Final = 4
_OUTLETS: Final = frozenset({"router-outlet"})
_BOXES: Final = frozenset(
    {"div", "section", "article", "aside", "span", "header", "footer", "li", "p", "figure"}
)


@dataclass
class Reuse:
    """What was made of an edit. `added` are replacements for imports outside of what was inserted, among
    `replacements`; `notes` are for the person, `doubt` for the model. `listed` is the edit of another file that lets a
    template of Angular use its components; one without replacements cannot be made."""

    replacements: tuple[Replacement, ...]
    added: tuple[Replacement, ...] = ()
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    listed: tuple[Document, tuple[Replacement, ...]] | None = None

    @property
    def doubt(self) -> str:
        """What the model could do better, in its words."""
        return "; ".join(list(dict.fromkeys(self.doubts))[: 2 * _MOST_NAMED])


def reuse(
    before: Tree,
    replacements: tuple[Replacement, ...],
    project: Project,
    *,
    style: Style,
    mode: Mode,
    missing: Sequence[str] = (),
) -> Reuse:
    """See the module. In mode "note" nothing is changed. `missing` are names that nothing in the file brings in."""
    work = _Work(read_inserted(before, replacements), project, style)
    work.check_imports()
    work.check_elements()
    work.check_values(missing)
    work.check_tokens()
    partial = [project.partial] if project.partial and work.elements else []
    if mode == "note":
        told = [f"not changed: {each}" for each in dict.fromkeys((*work.could, *work.doubts))]
        return Reuse(replacements, (), [*told[: 2 * _MOST_NAMED], *partial])
    work.bring_in()
    changed, added = work.inserted.composed()
    everything = tuple(sorted((*changed, *added), key=lambda part: (part.span.start, part.span.end)))
    doubts = [*work.doubts, *work.told_of]
    return Reuse(everything, added, [*work.told(), *partial], doubts, work.listed.edit())


class _Work:
    def __init__(self, inserted: Inserted, project: Project, style: Style) -> None:
        self.inserted, self.project, self.style = inserted, project, style
        self.script: Script = read_scripts(inserted)
        self.elements = [each for each in elements_in(inserted.tree) if inserted.holds(each.span)]
        self.doubts: list[str] = []
        self.could: list[str] = []
        self.told_of: list[str] = []
        self._done: list[str] = []
        self._wanted: dict[str, Offer] = {}
        self._known: dict[str, Offer] = {}
        self._swapped: Counter[str] = Counter()
        self._lost: set[str] = set()
        self.listed = Listed.of(project)
        self._bound = self.script.bound()

    def check_imports(self) -> None:
        """Names that are imported from where they are not."""
        right: list[tuple[Statement, str, str, Offer]] = []
        for statement, exported, local, offer in wrong_imports(self.script, self.project):
            if offer is None or not offer.module:
                self.doubts.append(f'`{local}` is imported from "{statement.module}", where it is not')
            else:
                right.append((statement, exported, local, offer))
                self._done.append(f'imported `{local}` from "{offer.module}" instead of "{statement.module}"')
        self.could += [f'`{local}` comes from "{offer.module}"' for _, _, local, offer in right]
        self._known.update(put_right(self.script, right))

    def check_elements(self) -> None:
        """Raw elements and components, each in its turn."""
        for element in self.elements:
            name = component_name(element, self.project.framework)
            if name:
                self._check_component(element, name)
            elif self.project.framework == "angular" and "-" in element.name:
                self._check_tag(element)
            else:
                self._check_raw(element)

    def check_values(self, missing: Sequence[str]) -> None:
        """Functions, hooks and constants of the project that the reply uses by their names."""
        for offer in own_values(missing, self.inserted.tree, self.project):
            self._want(offer)

    def check_tokens(self) -> None:
        """Values that a token stands for."""
        used: list[str] = []
        for edit, written in token_edits(
            self.inserted,
            self.elements,
            self.project,
            self.script.imports,
            utilities=self.project.has_tailwind,
        ):
            earlier = len(self.inserted.edits)
            if self.inserted.holds(edit.span):
                self.inserted.change(edit)
            if len(self.inserted.edits) > earlier:
                used.append(written)
        if used:
            names = ", ".join(f"`{name}`" for name in list(dict.fromkeys(used))[:_MOST_NAMED])
            self._done.append(f"used design tokens for {counted(len(used), 'value')} ({names})")
            self.could.append(f"{counted(len(used), 'value')} could be design tokens ({names})")

    def bring_in(self) -> None:
        """The imports of everything that is used now."""
        offers = [
            offer
            for offer in self._wanted.values()
            if offer.module and offer.component.framework != "angular"
        ]
        if offers:
            first = min((place.end for place in self.inserted.places), default=0)
            first = max(first, *(element.span.start for element in self.elements), 0)
            style = self.style
            left = self.script.bring_in(offers, quote=style.quote, newline=style.newline, before=first)
            self.doubts += [f"`{name}` must be registered in the component's options" for name in left]

    def told(self) -> list[str]:
        """What was done, and what could not be."""
        swapped = [
            f"used the project's `{name}` for {counted(n, 'element')}" for name, n in self._swapped.items()
        ]
        lost = [f"left out the {' and '.join(sorted(self._lost))} of these"] if self._lost else []
        return [
            *swapped,
            *lost,
            *self._done,
            *(f"to look at: {doubt}" for doubt in self.doubts[:_MOST_NAMED]),
        ]

    def _check_component(self, element: Element, name: str) -> None:
        offers = self.project.named(name)
        if not offers:
            return
        offer = self.project.chosen(offers)
        if name not in self._bound and name not in self._wanted:
            if offer is None:
                places = " and ".join(f'"{each.module}"' for each in offers[:2])
                self.doubts.append(f"`{name}` is in {places}; import the one that is meant")
                return
            if self.project.framework != "angular":
                self._want(offer)
        if offer is None or not self._is_bound_to(name, offer):
            return
        for sentence, edit in prop_faults(element, offer):
            if edit is not None:
                self.inserted.change(edit)
                self._done.append(f"put a prop right: {sentence}")
                self.could.append(sentence)
            else:
                self.doubts.append(sentence)

    def _want(self, offer: Offer) -> None:
        self._wanted[offer.name] = offer
        self._done.append(f'imported `{offer.name}` from "{offer.module}"')
        self.could.append(f'`{offer.name}` is not imported; it is in "{offer.module}"')

    def _check_tag(self, element: Element) -> None:
        """A tag of Angular: one that some component goes by, and that the template may use."""
        offers = self.project.tagged(element.name)
        offer = self.project.chosen(offers)
        if offer is None:
            known = offers or self.project.partial or self.listed.takes_custom_elements
            if not known and not element.name.startswith("ng-") and element.name not in _OUTLETS:
                self.doubts.append(f"<{element.name}> is no component of this project")
            return
        if offer.component.framework == "angular":
            self._use_listed(element, offer)

    def _use_listed(self, element: Element, offer: Offer) -> None:
        """A component of Angular that the reply uses by itself."""
        if not self.listed.can_use(offer.component):
            self.doubts.append(f"`{shown_name(offer)}` cannot be used in this template")
            return
        self._list(offer)
        for sentence, edit in prop_faults(element, offer):
            if edit is None:
                self.doubts.append(sentence)
                continue
            self.inserted.change(edit)
            self._done.append(f"put a prop right: {sentence}")
            self.could.append(sentence)

    def _list(self, offer: Offer) -> None:
        if self.listed.use(offer.component) and self.listed.listing is not None:
            file = self.listed.listing.path.rpartition("/")[2]
            self._done.append(f"listed `{offer.component.class_name}` in {file}")
            self.could.append(f"`{offer.component.class_name}` is not listed in {file}")

    def _is_bound_to(self, name: str, offer: Offer) -> bool:
        """Whether a name in the file is this component, and no other of the same name."""
        known = self._wanted.get(name) or self._known.get(name)
        if known is not None:
            return known.component.file == offer.component.file
        workspace, path = self.project.workspace, self.project.path
        wanted = workspace.resolve(offer.module, path) if offer.module else None
        for statement in self.script.imports:
            if any(local == name for _, local in statement.names):
                found = workspace.resolve(statement.module, path)
                return statement.module == offer.module or (
                    found is not None and found in {wanted, offer.component.file}
                )
        return False

    def _check_raw(self, element: Element) -> None:
        offers = self._for(element)
        if not offers:
            return
        offer = self.project.chosen(offers)
        if offer is None:
            names = ", ".join(dict.fromkeys(f'`{each.name}` ("{each.module}")' for each in offers[:3]))
            self.could.append(f"<{element.name}> could be one of {names}")
            self._done.append(f"left <{element.name}> as it is: it could be one of {names}")
            return
        if not self._is_free(offer):
            return
        mark = tag_of(offer.component, offer.name)[1].strip()
        if mark and element.attribute(mark) is not None:
            self._use_listed(element, offer)
            return
        made = swap(element, offer, self.inserted.text)
        shown = tell(offer)
        if made.refused or not shown:
            self.doubts.append(
                f"the project has `{shown_name(offer)}` for <{element.name}>, but {made.refused}"
            )
            self.told_of.append(shown)
            return
        self.inserted.change(*made.edits)
        if offer.component.framework == "angular":
            self._list(offer)
        self._swapped[shown_name(offer)] += 1
        self._lost.update(made.lost)
        self.could.append(f"<{element.name}> could be the project's `{shown_name(offer)}`")
        if offer.component.framework != "angular" and offer.name not in self._bound:
            self._wanted[offer.name] = offer

    def _for(self, element: Element) -> list[Offer]:
        """The components that an element could be: by what it is, else by its class."""
        kind = element.attribute("type")
        offers = self.project.for_element(element.name, kind.value if kind is not None else "")
        classes = element.attribute("class", "className")
        if not offers and element.name in _BOXES and classes is not None and classes.kind == "text":
            words = classes.value.split()
            offers = next(filter(None, (self.project.for_class(word) for word in words)), ())
        return [offer for offer in offers if self._is_usable(offer)]

    def _is_usable(self, offer: Offer) -> bool:
        if offer.component.framework == "element":
            return self.project.framework == "angular" and self.inserted.tree.language.id == "html"
        if offer.component.framework == "angular":
            return self.listed.can_use(offer.component)
        return self.project.framework in {"react", "vue", "svelte"}

    def _is_free(self, offer: Offer) -> bool:
        """Whether the name is the component's, or not taken by anything else."""
        if offer.component.framework == "angular" or offer.name not in self._bound:
            return True
        return self._is_bound_to(offer.name, offer)
