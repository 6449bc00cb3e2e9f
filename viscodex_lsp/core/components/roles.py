"""Which components stand for which HTML elements, by their names: `Button`, `AppButton` and `BaseButton` for
`<button>`, but neither `IconButton` nor `SubmitButton`, which are for something more special."""

import re
from collections.abc import Iterable
from typing import Final

_PLAIN: Final[dict[str, tuple[str, ...]]] = {
    "button": ("button", "btn"),
    "a": ("link", "anchor"),
    "input": ("input", "textfield", "textinput", "forminput", "inputfield", "inputtext"),
    "textarea": ("textarea", "multilineinput"),
    "select": ("select", "dropdown"),
    "table": ("table",),
    "label": ("label", "formlabel", "fieldlabel"),
    "hr": ("divider", "separator"),
    "progress": ("progress", "progressbar"),
    "dialog": ("dialog", "modal"),
}
_BY_TYPE: Final = {"checkbox": ("checkbox",), "radio": ("radio",), "range": ("slider",)}
_OTHER_TYPES: Final = frozenset(
    {"submit", "button", "reset", "image", "hidden", "file", "color", "checkbox", "radio", "range"}
)
# Prefixes that say only whose component it is.
_OWN: Final = frozenset(
    {"app", "base", "ui", "the", "my", "core", "common", "shared", "v", "d", "c", "ds", "x", "custom"}
)
_SELECTOR: Final = re.compile(r"(?P<element>[\w-]*)(?:\[(?P<attribute>[\w-]+)\])?")
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
# What classes are called that mean a component, where no element does.
BY_CLASS: Final = frozenset(
    {
        "card",
        "badge",
        "alert",
        "avatar",
        "tag",
        "chip",
        "panel",
        "tooltip",
        "spinner",
        "banner",
        "callout",
        "pill",
    }
)
WITH_CONTENT: Final = frozenset({"select", "table", "dialog", "label", "progress"})
"""Elements whose content has a form of its own, such as options and rows."""
CONTROLS: Final = BY_CLASS.union(
    *_PLAIN.values(),
    *_BY_TYPE.values(),
    {"tabs", "heading", "text", "stack", "grid", "icon", "form", "navbar", "header", "list"},
)


def words_of(name: str) -> list[str]:
    """The words of a name, in small letters: "AppButton" and "app-button" have two."""
    return [word.lower() for word in _WORDS.findall(name)]


def common_prefix(names: Iterable[str]) -> str:
    """The first word of most names, as projects put theirs before all of their components; "" where there is none."""
    counts: dict[str, int] = {}
    total = 0
    for name in names:
        words = words_of(name)
        if len(words) > 1:
            counts[words[0]] = counts.get(words[0], 0) + 1
        total += 1
        if total > 2_000:
            break
    best = max(counts, key=lambda word: counts[word], default="")
    return best if best and counts[best] >= 3 and counts[best] * 2 > total else ""


def plain_names(element: str, kind: str = "") -> tuple[str, ...]:
    """What the project's form of an element is called, without a prefix, the most usual name first; `kind` is an
    input's type."""
    if element == "input" and kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if element == "input" and kind in _OTHER_TYPES:
        return _PLAIN["button"] if kind in {"submit", "button"} else ()
    return _PLAIN.get(element, ())


def is_made_of(selector: str, element: str) -> bool:
    """Whether the first selector of a component of Angular can stand for an element: by its own tag, or as an attribute
    of that very element."""
    found = _SELECTOR.fullmatch(selector.partition(",")[0].strip())
    return found is not None and (not found["attribute"] or found["element"] in {"", element})


def one_a_tag(selectors: str) -> tuple[str, ...]:
    """The first of a component's selectors for each element: "a[b],button[b],button[c]" has "a[b]" and "button[b]".
    Those that ask for more, as "input[type=button][b]", are left out; all are as they are where one is a tag."""
    told = [each.strip() for each in selectors.split(",")]
    found = [(each, match) for each in told if (match := _SELECTOR.fullmatch(each)) is not None]
    first: dict[str, str] = {}
    for each, match in found:
        if not match["attribute"]:
            return (selectors,)
        first.setdefault(match["element"], each)
    return tuple(first.values()) or (selectors,)


def without_prefix(name: str, prefix: str = "") -> list[str]:
    """The words of a name without one that says only whose it is, and without Angular's ending."""
    if "[" in name or (name.islower() and "-" in name):
        # A selector of Angular or a custom element, which always begin with a word of their project.
        found = _SELECTOR.fullmatch(name.partition(",")[0].strip())
        words = words_of((found["attribute"] or found["element"]) if found else name)
        return words[1:] if len(words) > 1 else words
    words = words_of(name)
    if len(words) > 1 and (words[0] in _OWN or words[0] == prefix):
        words = words[1:]
    if len(words) > 1 and words[-1] == "component":
        words = words[:-1]
    return words
