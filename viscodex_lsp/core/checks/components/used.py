"""Components that a reply uses by itself: imported from where they really are, with props that they really have."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from viscodex_lsp.core.checks.components.acceptance import prop_named
from viscodex_lsp.core.checks.components.elements import Attribute, Element
from viscodex_lsp.core.checks.components.scripts import Script, Statement
from viscodex_lsp.core.checks.imports.names import names_of, statements_of
from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.text.capitals import pascal_case

_COMPONENT: Final = re.compile(r"[A-Z][\w$]*")
_OWN: Final = frozenset({"key", "ref", "children", "slot", "class", "style", "is", "id"})
_ALWAYS: Final = re.compile(
    r"data-|aria-|v-|@|#|on:|bind:this|let:|\*|\(|class:|style:|:key|:ref|:class|:style|use:|in:|out:|transition:"
)
_ASSET: Final = re.compile(r"\.(?:css|scss|less|svg|png|jpe?g|webp|gif|json|md)(?:\?\w+)?$")


def wrong_imports(script: Script, project: Project) -> Iterator[tuple[Statement, str, str, Offer | None]]:
    """Names that the inserted imports take from where they are not: the statement, the name there, what it is bound as,
    and what the project has of that name."""
    for statement in script.imports:
        if (
            not script.inserted.holds(statement.span)
            or not statement.module
            or _ASSET.search(statement.module)
        ):
            continue
        for exported, local in statement.names:
            if exported != "*" and _is_wrong(statement.module, exported, local, project):
                found = project.the(local) or project.the(exported)
                yield statement, exported, local, found


def _is_wrong(module: str, exported: str, local: str, project: Project) -> bool:
    workspace, path = project.workspace, project.path
    file = workspace.resolve(module, path)
    if file is not None:
        facts = workspace.facts(file)
        return (
            bool(facts.components or facts.exports)
            and _COMPONENT.fullmatch(local) is not None
            and (workspace.origin(file, exported) is None)
        )
    if module.startswith("."):
        return True
    if any(alias.prefix and module.startswith(alias.prefix) for alias in workspace.aliases_for(path)):
        return True
    package = workspace.package_of(path)
    name = "/".join(module.split("/")[: 2 if module.startswith("@") else 1])
    known = (
        package is None
        or name in package.dependencies
        or module.startswith(("node:", "virtual:", "$app", "#"))
    )
    return not known and bool(project.named(local))


def put_right(script: Script, wrong: list[tuple[Statement, str, str, Offer]]) -> dict[str, Offer]:
    """Write imports from where the names really are in the place of the wrong ones; the offers by what they are bound
    as."""
    language = language_of("typescript")
    right = {local: replace(offer, name=local) for _, _, local, offer in wrong}
    for statement in dict.fromkeys(each[0] for each in wrong):
        gone = [local for other, _, local, _ in wrong if other == statement]
        kept = [
            name
            for name in names_of(statement.text, language)
            if name.name.rpartition(" as ")[2].strip() not in gone
        ]
        quote = "'" if "'" in statement.text else '"'
        new = [
            right[local].statement(quote, semicolon=statement.text.rstrip().endswith(";")) for local in gone
        ]
        margin = script.inserted.margin(statement.span.start)
        text = f"\n{margin}".join(dict.fromkeys((*statements_of(kept), *new)))
        script.inserted.change(Replacement(statement.span, text))
    return right


def component_name(element: Element, framework: str) -> str:
    """The name that a tag uses a component by; "" for an element of HTML."""
    name = element.name.partition(".")[0]
    if _COMPONENT.fullmatch(name):
        return name
    if framework == "vue" and "-" in element.name:
        return pascal_case(element.name.split("-"))
    return ""


def prop_faults(element: Element, offer: Offer) -> Iterator[tuple[str, Replacement | None]]:
    """What is wrong with the props of a known component: a sentence, and the edit that puts it right, if one does."""
    component = offer.component
    given: set[str] = set()
    spread = False
    for attribute in element.attributes:
        if attribute.kind == "spread":
            spread = True
            continue
        bare = _bare(attribute)
        prop = component.prop(bare)
        meant = prop or prop_named(component, bare)
        if meant is None:
            if _is_unknown(attribute, bare, offer):
                yield f"`{offer.name}` has no prop `{bare}`", None
            continue
        given.add(meant.name)
        if prop is None and not (component.framework == "vue" and "-" in bare):
            start = attribute.span.start + attribute.name.index(bare)
            edit = Replacement(Span(start, start + len(bare)), meant.name)
            yield f"`{offer.name}` has no prop `{bare}`, but `{meant.name}`", edit
        if attribute.kind == "text" and meant.choices and attribute.value not in meant.choices:
            same = [choice for choice in meant.choices if choice.lower() == attribute.value.lower()]
            told = ", ".join(f'"{choice}"' for choice in meant.choices[:8])
            right = Replacement(attribute.value_span, same[0]) if same else None
            yield f'`{meant.name}` of `{offer.name}` takes {told}, not "{attribute.value}"', right
    missing = [prop.name for prop in component.props if prop.required and prop.name not in given]
    if missing and not spread and "modelValue" not in missing:
        yield f"`{offer.name}` needs the prop `{missing[0]}`", None


def _bare(attribute: Attribute) -> str:
    name = attribute.name.removeprefix("v-bind:").removeprefix("bind:").strip(":[]()")
    return "modelValue" if name == "v-model" else name.removeprefix("v-model:")


def _is_unknown(attribute: Attribute, bare: str, offer: Offer) -> bool:
    """Whether a component surely has no such prop: its props are all known, and nothing falls through to its root."""
    component = offer.component
    if component.open or bare in _OWN or _ALWAYS.match(attribute.name):
        return False
    if component.framework == "react":
        return "-" not in bare
    return component.framework == "svelte" and not bare.startswith("on")
