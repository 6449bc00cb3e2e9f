"""What a model is told of a project's components and tokens: names and signatures, within a budget.

Nothing of a file's code is told. What a file's author wrote in words is cut to one short line of plain characters.
"""

import re
from collections.abc import Collection, Iterable
from typing import Final

from viscodex_lsp.core.components.fitting import fitting, fitting_assets
from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.nouns import Component, Prop, one_line
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.values import KnownToken

CHARACTERS_PER_TOKEN: Final = 3.5
PARTS: Final = ("components", "props", "documentation", "tokens", "assets")
"""What may be told."""
_MOST_PROPS_TOLD: Final = 12
_LONGEST_PROP: Final = 60
_MOST_TOKENS: Final = 60
_SHARE_OF_TOKENS: Final = 0.3
_TOKENS_OF_ONE: Final = 40
_NAME: Final = re.compile(r"[\w$.@/~#\[\]() ,:=\"'-]{1,160}")


def told_of(
    project: Project, *, words: str, max_tokens: int, parts: Collection[str] = PARTS
) -> tuple[str, ...]:
    """Lines about what fits, the best first, of at most `max_tokens` in all.

    Args:
        words: those of the request and of the picture.
        parts: what may be told, of `PARTS`.
    """
    room = int(max_tokens * CHARACTERS_PER_TOKEN)
    tokens = _token_lines(project.tokens) if "tokens" in parts else ()
    kept_tokens = _within(tokens, int(room * _SHARE_OF_TOKENS))
    room -= sum(len(line) + 1 for line in kept_tokens)
    offers = fitting(project, words) if "components" in parts else ()
    lines = _within((line for line in (tell(offer, parts) for offer in offers) if line), room)
    room -= sum(len(line) + 1 for line in lines)
    assets = fitting_assets(project, words) if "assets" in parts else ()
    shown = _within((f"Picture file: {asset}" for asset in assets if _NAME.fullmatch(asset)), room)
    return (*lines, *kept_tokens, *shown)


def is_a_choice(project: Project, max_tokens: int) -> bool:
    """Whether the project has more components than can be told of, so that it matters which fit."""
    room = max_tokens * (1 - _SHARE_OF_TOKENS) / _TOKENS_OF_ONE
    return sum(1 for _, _ in zip(project.names(), range(int(room) + 1), strict=False)) > room


def tell(offer: Offer, parts: Collection[str] = PARTS) -> str:
    """One line about a component: how it is imported, its props, one use, its documentation; "" for a name that could
    be anything but a name."""
    statement = offer.statement('"', semicolon=False)
    component = offer.component
    if not _NAME.fullmatch(component.name.partition(",")[0]) or not _NAME.fullmatch(offer.module or "x"):
        return ""
    line = f"{statement}; {_use(offer)}" if statement else _use(offer)
    told = [_prop(prop) for prop in _ordered(component.props)[:_MOST_PROPS_TOLD]] if "props" in parts else []
    if told:
        line += f" props: {', '.join(told)}"
    if component.open and component.native and "props" in parts:
        line += f"{',' if told else ' props:'} those of <{component.native}>"
    if component.doc and "documentation" in parts:
        line += f" // {component.doc}"
    return line


def _use(offer: Offer) -> str:
    """One use: the tag with what it must have."""
    component = offer.component
    tag, marks = tag_of(component, offer.name)
    tag = tag or "div"
    needed = "".join(f" {_given(prop, component.framework)}" for prop in component.props if prop.required)
    choice = next((prop for prop in component.props if not prop.required and prop.choices), None)
    if choice is not None and not needed:
        needed = f' {choice.name}="{choice.choices[0]}"'
    return f"<{tag}{marks}{needed}>…</{tag}>" if component.children else f"<{tag}{marks}{needed} />"


def tag_of(component: Component, name: str) -> tuple[str, str]:
    """The tag that a component is used by, and the attribute that makes it one ("button", " appButton"); the tag is ""
    where any element may have that attribute."""
    if component.framework != "angular":
        return (component.name if component.framework == "element" else name), ""
    first = component.name.split(",")[0].strip()
    found = re.fullmatch(r"([\w-]*)\[([\w-]+)\]", first)
    return (found[1] or component.native, f" {found[2]}") if found else (first, "")


def _given(prop: Prop, framework: str) -> str:
    if prop.choices:
        return f'{prop.name}="{prop.choices[0]}"'
    if framework in {"react", "svelte"} and not re.match(r"string\b", prop.type):
        return f"{prop.name}={{…}}"
    if framework == "vue" and not re.match(r"string\b", prop.type, re.IGNORECASE):
        return f':{prop.name}="…"'
    if framework == "angular" and not prop.type.startswith("string"):
        return f'[{prop.name}]="…"'
    return f'{prop.name}="…"'


def _ordered(props: Iterable[Prop]) -> list[Prop]:
    """Required ones first, then those that take one of some words, then the rest."""
    return sorted(props, key=lambda prop: (not prop.required, not prop.choices))


def _prop(prop: Prop) -> str:
    kind = one_line(prop.type, _LONGEST_PROP)
    mark = "" if prop.required else "?"
    return f"{prop.name}{mark}: {kind}" if kind else f"{prop.name}{mark}"


def _token_lines(tokens: Iterable[KnownToken]) -> list[str]:
    """One line for each group of tokens, as code refers to them."""
    groups: dict[str, list[str]] = {}
    for token in tokens:
        reference = token.in_css or (f"…-{token.in_classes}" if token.in_classes else token.token.name)
        group = groups.setdefault(token.token.group if token.color is None else "color", [])
        if len(group) < _MOST_TOKENS and _NAME.fullmatch(reference):
            group.append(f"{reference} = {one_line(token.value, 40)}")
    titles = {"color": "Colours", "spacing": "Spacing", "radius": "Radii", "font": "Font sizes"}
    return [f"{titles[group]}: {', '.join(groups[group])}" for group in titles if groups.get(group)]


def _within(lines: Iterable[str], room: int) -> tuple[str, ...]:
    """The first lines that fit; a list that is too long is cut at a comma."""
    kept: list[str] = []
    for line in lines:
        if len(line) + 1 > room:
            cut = line[: max(room - 1, 0)].rpartition(", ")[0]
            if line.startswith(("Colours", "Spacing")) and cut:
                kept.append(cut)
            break
        kept.append(line)
        room -= len(line) + 1
    return tuple(kept)
