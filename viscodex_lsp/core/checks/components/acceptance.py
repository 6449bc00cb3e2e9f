"""Whether a component takes an attribute that a raw element has, in the way of each framework."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from viscodex_lsp.core.checks.components.elements import Attribute, Element
from viscodex_lsp.core.checks.components.looks import kebab
from viscodex_lsp.core.components.nouns import Component, Prop

_REACT_OWN: Final = frozenset({"key", "ref", "children", "dangerouslySetInnerHTML"})
_VUE_OWN: Final = re.compile(
    r"(?:v-(?!model\b)[\w:.-]+|:key|key|ref|:ref|slot|is|#\w*|@[\w:.-]+|v-slot\b.*)\Z"
)
_SVELTE_OWN: Final = re.compile(r"(?:slot|let:\w+|this|bind:this|--[\w-]+)\Z")
_ANGULAR_OWN: Final = re.compile(
    r"(?:\*\w+|#\w+|\(.*\)|class|\[class[.\w-]*\]|\[ngClass\]|id|i18n[\w-]*|aria-[\w-]+|slot|role|\[?routerLink(?:Active)?\]?)\Z"
)
# Props that stand for an attribute under another name.
_SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "onClick": ("onPress", "onAction", "onSelect", "handleClick"),
    "onclick": ("onClick", "onPress"),
    "href": ("to", "url"),
    "disabled": ("isDisabled",),
    "class": ("className",),
    "checked": ("isChecked", "modelValue"),
    "readonly": ("readOnly", "isReadOnly"),
}
# What may be left out, since the component is that anyway.
_IDLE: Final = frozenset(
    {("type", "button"), ("type", "text"), ("role", "button"), ("tabindex", "0"), ("tabIndex", "0")}
)


# A handler that gets the new value, as `(value: string) => void`.
_VALUE_HANDLER: Final = re.compile(
    r"\(?\s*\(\s*\w+\??\s*:\s*(?:string|number|boolean|Date|File|\w+\[\])|.*[\[(]\s*value\??\s*:"
)
_OF_ELEMENT: Final = re.compile(r"string|submit|HTMLButton|ButtonHTML", re.IGNORECASE)
_SUBMITS: Final = frozenset({"button", "submit"})
_INSIDE: Final = re.compile(r"/(?!/)")
_CHOOSING: Final = frozenset({"checkbox", "radio", "range"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`name` is what the attribute is called on the component, "" where it is left out, `lost` whether that is
    worth telling; `refused` says why the element cannot become the component."""

    name: str = ""
    refused: str = ""
    lost: bool = False


def accepts(attribute: Attribute, element: Element, component: Component) -> Verdict:
    """What becomes of an attribute that is neither style nor class."""
    if (attribute.name, attribute.value) in _IDLE and component.prop(attribute.name) is None:
        return Verdict()
    if (element.name, attribute.name) == ("input", "type") and attribute.value in _CHOOSING:
        # It was this type that the component was chosen by.
        return Verdict("type" if component.prop("type") is not None else "")
    if (element.name, attribute.name, attribute.kind) == ("button", "type", "text"):
        verdict = _kind_of_button(component)
        if verdict is not None:
            return verdict
    if attribute.kind == "spread":
        return Verdict("…") if component.open else Verdict(refused="it takes no further props")
    return _RULES.get(component.framework, _element)(attribute, element, component)


def _kind_of_button(component: Component) -> Verdict | None:
    """Where it is said whether a button submits: some libraries call its look `type`. None where nothing is special."""
    own = next(
        (prop.name for prop in component.props if prop.name != "type" and {*prop.choices} >= _SUBMITS), ""
    )
    own = own or next((name for name in ("htmlType", "nativeType") if component.prop(name)), "")
    prop = component.prop("type")
    if own:
        return Verdict(own)
    if prop is not None and prop.type and not _OF_ELEMENT.search(prop.type):
        return Verdict(refused="its `type` is something else")
    return None


def takes(component: Component, name: str) -> bool:
    """Whether `style` or a class can be given to a component."""
    if component.framework in {"vue", "angular", "element"}:
        return True
    return component.open or component.prop(name) is not None


def prop_named(component: Component, name: str) -> Prop | None:
    """The prop that an attribute sets: of this name in whatever spelling, or of one that means the same."""
    exact = component.prop(name)
    if exact is not None:
        return exact
    plain = _plain(name)
    alike = [prop for prop in component.props if _plain(prop.name) == plain]
    if len(alike) == 1:
        return alike[0]
    return next(filter(None, (component.prop(other) for other in _SYNONYMS.get(name, ()))), None)


def _react(attribute: Attribute, _element: Element, component: Component) -> Verdict:
    name = attribute.name
    prop = prop_named(component, name)
    if prop is not None:
        if _VALUE_HANDLER.match(prop.type) and name in {"onChange", "onInput"}:
            return Verdict(refused=f"its `{prop.name}` gets the value, not the event")
        if "FormEvent" in prop.type and ".target." in attribute.value:
            return Verdict(refused=f"the event of its `{prop.name}` has another `target`")
        return _fitting(prop.name, attribute, prop)
    if name in _REACT_OWN or component.open:
        return Verdict(name)
    if name.startswith("data-"):
        return Verdict(lost=True)
    return Verdict(refused=f"it has no prop `{name}`")


def _vue(attribute: Attribute, element: Element, component: Component) -> Verdict:
    name = attribute.name
    if _VUE_OWN.match(name):
        return Verdict(name)
    if name.startswith("v-model"):
        model = name.partition(":")[2].partition(".")[0] or "modelValue"
        sends_value = "update:value" in component.events or component.prop("onUpdate:value") is not None
        if model == "modelValue" and sends_value and component.prop(model) is None:
            return Verdict(name.replace("v-model", "v-model:value", 1))
        known = component.prop(model) is not None or (component.open and not component.props)
        return Verdict(name) if known else Verdict(refused=f"it has no model `{model}`")
    bare = name.removeprefix("v-bind:").removeprefix(":")
    prop = prop_named(component, bare)
    if prop is not None:
        written = kebab(prop.name) if "-" in bare else prop.name
        return _fitting(name.removesuffix(bare) + written, attribute, prop)
    # What is no prop falls through to the root element.
    if component.native == element.name or component.open or bare.startswith(("data-", "aria-", "id")):
        return Verdict(name)
    return Verdict(refused=f"it has no prop `{bare}`")


def _svelte(attribute: Attribute, _element: Element, component: Component) -> Verdict:
    name = attribute.name
    if _SVELTE_OWN.match(name):
        return Verdict(name)
    if name.startswith("on:"):
        event = name[3:].partition("|")[0]
        if event in component.events:
            return Verdict(name)
        renamed = component.prop(f"on{event}")
        if (renamed is not None or component.open) and not component.events and "|" not in name:
            return Verdict(f"on{event}")
        return Verdict(refused=f"it does not pass on `{event}`")
    if name.startswith("on") and name[2:] in component.events and component.prop(name) is None:
        return Verdict(f"on:{name[2:]}")
    bare = name.removeprefix("bind:")
    prop = prop_named(component, bare)
    if prop is not None:
        return _fitting(name.removesuffix(bare) + prop.name, attribute, prop)
    return Verdict(name) if component.open else Verdict(refused=f"it has no prop `{bare}`")


def _angular(attribute: Attribute, _element: Element, component: Component) -> Verdict:
    name = attribute.name
    if name.strip("()") in component.events and "$event" in attribute.value:
        return Verdict(refused=f"what its `{name.strip('()')}` sends is its own")
    if _ANGULAR_OWN.match(name) and not name.startswith("[("):
        return Verdict(name)
    bare = name.strip("[]()").removeprefix("attr.")
    prop = prop_named(component, bare)
    if prop is not None:
        return _fitting(name.replace(bare, prop.name), attribute, prop)
    if name.startswith("data-"):
        return Verdict(name)
    return Verdict(refused=f"it has no input `{bare}`")


def _element(attribute: Attribute, _element: Element, _component: Component) -> Verdict:
    return Verdict(attribute.name)


def _fitting(name: str, attribute: Attribute, prop: Prop) -> Verdict:
    """The prop, unless it takes other words than the one that is written, or is for links inside of the project."""
    if attribute.name.strip("[]:") == "href" and prop.name == "to" and not _INSIDE.match(attribute.value):
        return Verdict(refused="its `to` is for places inside of the project")
    if attribute.kind == "text" and prop.choices and attribute.value not in prop.choices:
        return Verdict(lost=True)
    return Verdict(name)


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()


_RULES: Final[dict[str, Callable[[Attribute, Element, Component], Verdict]]] = {
    "react": _react,
    "vue": _vue,
    "svelte": _svelte,
    "angular": _angular,
}
