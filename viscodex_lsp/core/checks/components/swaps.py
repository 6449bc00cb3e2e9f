"""A raw element becomes the project's component: the edits for it, or the reason why it would not be safe."""

import re
from dataclasses import dataclass, field
from typing import Final

from viscodex_lsp.core.checks.components.acceptance import accepts, prop_named, takes
from viscodex_lsp.core.checks.components.elements import Attribute, Element
from viscodex_lsp.core.checks.components.looks import are_utilities, placing, placing_classes
from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.nouns import Component, Prop
from viscodex_lsp.core.components.roles import words_of
from viscodex_lsp.core.components.telling import tag_of
from viscodex_lsp.core.nouns import Replacement, Span

_STYLES: Final = frozenset({"style", ":style"})
_CLASSES: Final = frozenset({"class", "className"})
_TEXT_PROPS: Final = ("label", "text", "title", "caption", "value")
_ROLE_WORDS: Final = frozenset(
    {
        "btn",
        "button",
        "link",
        "anchor",
        "input",
        "field",
        "textfield",
        "textarea",
        "select",
        "table",
        "label",
        "control",
    }
)
_NO_TEXT: Final = re.compile(r"[<>{}\"&]|\n\s*\n")
_LONGEST_TEXT: Final = 200
_BETWEEN: Final = re.compile(r"[\s,;]+")


@dataclass
class Swap:
    """What makes an element a component; `refused` says why it cannot become one, `lost` what is left out."""

    offer: Offer
    edits: list[Replacement] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    refused: str = ""
    lost: list[str] = field(default_factory=list)

    def give(self, name: str) -> None:
        """Note that a prop is set."""
        prop = prop_named(self.offer.component, name.lstrip(":@[(*").rstrip(")]").removeprefix("bind:"))
        self.given.add(prop.name if prop is not None else name)


def shown_name(offer: Offer) -> str:
    """What a person calls a component: its tag where it goes by one."""
    return offer.name if offer.component.framework != "angular" else offer.component.name.split(",")[0]


def swap(element: Element, offer: Offer, text: str) -> Swap:
    """The edits of `text` that make `element` the component of `offer`."""
    made, component = Swap(offer), offer.component
    tag, mark = tag_of(component, offer.name)
    if mark:
        made.edits.append(Replacement(Span(element.open_name.end, element.open_name.end), mark))
        if tag and element.name != tag:
            made.refused = f"it is made of <{tag}>"
    else:
        made.edits.append(Replacement(element.open_name, tag))
        if element.close_name is not None:
            made.edits.append(Replacement(element.close_name, tag))
    for attribute in element.attributes:
        # What is only marked stays the element that it was, and keeps what it has.
        if not mark or attribute.name in _STYLES | _CLASSES:
            _take(attribute, element, made, text)
    _fill(element, made, tag, text, marked=bool(mark))
    _choose(element, made)
    missing = [prop.name for prop in component.props if prop.required and prop.name not in made.given]
    if missing and not made.refused:
        made.refused = f"it needs `{missing[0]}`"
    return made


def _take(attribute: Attribute, element: Element, made: Swap, text: str) -> None:
    component = made.offer.component
    if attribute.name in _STYLES:
        _take_style(attribute, component, made, text)
    elif attribute.name in _CLASSES:
        _take_classes(attribute, component, made, text)
    elif attribute.name.startswith("class:"):
        made.refused = "a class directive needs an element"
    else:
        verdict = accepts(attribute, element, component)
        if verdict.refused:
            made.refused = made.refused or verdict.refused
        elif not verdict.name:
            made.edits.append(_without(attribute, text))
            made.lost += [attribute.name] if verdict.lost else []
        else:
            _rename(attribute, verdict.name, made)
            made.give(verdict.name.removeprefix("v-model:") if verdict.name != "v-model" else "modelValue")


def _rename(attribute: Attribute, name: str, made: Swap) -> None:
    if attribute.kind != "spread" and name != attribute.name and attribute.value_span != attribute.span:
        span = Span(attribute.span.start, attribute.span.start + len(attribute.name))
        made.edits.append(Replacement(span, name))


def _take_style(attribute: Attribute, component: Component, made: Swap, text: str) -> None:
    inner = attribute.value.strip()
    literal = attribute.kind == "text" or (inner.startswith("{") and inner.endswith("}"))
    if not literal:
        if takes(component, "style"):
            return
        made.refused = made.refused or "it takes no style"
        return
    in_braces = attribute.kind == "code"
    kept = placing(inner[1:-1] if in_braces else inner) if takes(component, "style") else ()
    if _BETWEEN.sub("", "".join(kept)) != _BETWEEN.sub("", inner[1:-1] if in_braces else inner):
        made.lost.append("style")
    if not kept:
        made.edits.append(_without(attribute, text))
        return
    joined = f"{{ {', '.join(kept)} }}" if in_braces else "; ".join(kept)
    made.edits.append(Replacement(attribute.value_span, joined))


def _take_classes(attribute: Attribute, component: Component, made: Swap, text: str) -> None:
    accepted = takes(component, attribute.name)
    if attribute.kind != "text":
        if not accepted:
            made.refused = made.refused or "it takes no class"
        return
    kept = placing_classes(attribute.value)
    if not are_utilities(attribute.value):
        role = _ROLE_WORDS | set(words_of(component.name)) | set(words_of(made.offer.name))
        kept = " ".join(word for word in kept.split() if not role & set(words_of(word)))
    if not kept or not accepted:
        made.edits.append(_without(attribute, text))
        made.lost.append("class")
    elif kept != attribute.value:
        made.edits.append(Replacement(attribute.value_span, kept))
        made.lost.append("class")


def _fill(element: Element, made: Swap, tag: str, text: str, *, marked: bool) -> None:
    """The content: as children, or as the prop that is for it; and an end for a tag that had none."""
    component, content = made.offer.component, text[element.inner.start : element.inner.end]
    prop = _text_prop(component)
    needed = prop is not None and prop.required and prop.name in _TEXT_PROPS[:2]
    if content.strip() and (needed or not component.children):
        words = " ".join(content.split())
        if prop is None or prop.name in made.given or _NO_TEXT.search(content) or len(words) > _LONGEST_TEXT:
            made.refused = made.refused or "it shows no content of its own"
            return
        made.edits += [
            Replacement(Span(element.tag_end.start, element.tag_end.end), f' {prop.name}="{words}" />'),
            Replacement(Span(element.inner.start, element.span.end), ""),
        ]
        if element.close_name is not None:
            made.edits = [edit for edit in made.edits if edit.span != element.close_name]
        made.given.add(prop.name)
    elif element.close_name is None and not element.is_closed and not marked:
        ending = f"></{tag}>" if component.framework in {"angular", "element"} else " />"
        made.edits.append(Replacement(element.tag_end, ending))


def _text_prop(component: Component) -> Prop | None:
    named = (component.prop(name) for name in _TEXT_PROPS)
    return next((prop for prop in named if prop is not None and not prop.choices), None)


def _choose(element: Element, made: Swap) -> None:
    """Props whose words stand in the classes: `variant="primary"` for `btn-primary`."""
    classes = element.attribute("class", "className")
    if classes is None or classes.kind != "text" or are_utilities(classes.value):
        return
    words = {word for name in classes.value.split() for word in words_of(name)}
    for prop in made.offer.component.props:
        chosen = [choice for choice in prop.choices if choice.lower() in words]
        if len(chosen) == 1 and prop.name not in made.given:
            at = element.open_name.end
            made.edits.append(Replacement(Span(at, at), f' {prop.name}="{chosen[0]}"'))
            made.given.add(prop.name)


def _without(attribute: Attribute, text: str) -> Replacement:
    """The edit that takes an attribute out, with the blanks before it."""
    start = len(text[: attribute.span.start].rstrip())
    return Replacement(Span(start, attribute.span.end), "")
