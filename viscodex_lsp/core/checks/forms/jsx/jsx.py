"""Gives a reply in JSX the form that its place wants.

Between tags only markup and expressions in braces may stand; as a value, one element. What else the reply brings
goes where it belongs: imports to the block, statements before the statement around the place, comments into braces.
A whole component does not fit; its markup does, where nothing of the component is lost, or its element, with the
component above.
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.jsx.attribute import out_of_attribute
from viscodex_lsp.core.checks.forms.jsx.beside import above_statement, component_beside, shown_component
from viscodex_lsp.core.checks.forms.jsx.containers import out_of_holder
from viscodex_lsp.core.checks.forms.jsx.example import in_use
from viscodex_lsp.core.checks.forms.jsx.framework import of_framework
from viscodex_lsp.core.checks.forms.jsx.html import LABELS, as_jsx, has_html_attributes, with_style_objects
from viscodex_lsp.core.checks.forms.jsx.own_loop import in_own_loop
from viscodex_lsp.core.checks.forms.jsx.page import out_of_page
from viscodex_lsp.core.checks.forms.jsx.parts import (
    Parts,
    bare_expression,
    is_markup,
    part,
    several_roots,
    shows_statements,
)
from viscodex_lsp.core.checks.forms.jsx.place import (
    HOOK,
    function_head,
    no_place,
    runs_on_server,
    stand_alone,
    statement_around,
)
from viscodex_lsp.core.checks.forms.jsx.values import (
    as_attributes,
    as_value,
    in_parentheses,
    out_of_component,
    returned,
)
from viscodex_lsp.core.checks.forms.script.own_statements import is_above, statements_above
from viscodex_lsp.core.checks.indentation import read_fragment, without_margin
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.context.script_place import place_kind
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Patch, Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree

_Examples = tuple[tuple[str, str], ...]
_DECLARES = re.compile(
    r"(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function|class|const|interface|type|enum)\s+(?P<name>\w+)"
)
_ELEMENT = re.compile(
    r"const\s++[a-z]\w*+(?::[^=]++|\s*+)=\s*+(?:\(\s*+)?(?P<value><.*>)\s*+\)?;?\s*+$", re.DOTALL
)
_RETURNS = re.compile(r"return\b|(?:if|else|switch|for|while)\b.*\breturn\b", re.DOTALL)
_FRAGMENT = re.compile(r"<>\n(?P<inner>.*)\n</>", re.DOTALL)
_LOOKS_LIKE_JSX = re.compile(r"<[A-Za-z>]|<!--")
# Made in a component, it would be another one each time (styled-components, "Define styled components outside of the
# render method").
_OF_MODULE = re.compile(
    r"\s*(?:export\s+)?const\s+\w+\s*=\s*(?:styled\b|(?:keyframes|css|createGlobalStyle)\s*`|StyleSheet\.create\()"
)
_TYPE = re.compile(r"\s*(?:export\s+)?(?:interface|type|enum)\s")
_LOWER = re.compile(r"(?!use[A-Z])[a-z]")
_HOOKS_IN_FUNCTION = Refusal(
    Reason.SYNTAX,
    "The reply calls hooks, which React allows in components and in other hooks alone, not in the function around the "
    "place, so nothing was changed. Choose a place in the component itself.",
    "it calls hooks, but the mark is in a function that is neither a component nor a hook. Write it without hooks.",
)
_SHOWN_AS_TEXT = Refusal(
    Reason.SYNTAX,
    "The reply has statements between its elements, which would be shown as text there, so nothing was changed. Choose "
    "a place outside of the markup, or ask for the markup alone in the instruction.",
    "it has statements between its elements, which would be shown as text. Write only the markup that goes there.",
)


def form(patch: Patch, place: Place, tree: Tree) -> Formed | Refusal:
    """The reply in the form of its place; as it is where nothing has to change."""
    if place.language.id not in SCRIPTS:
        in_tag = place.language.markup and place.prefix.rfind("<") > place.prefix.rfind(">")
        return Formed(as_attributes(patch.code, place) if in_tag else patch.code)
    around = place.lines.text[: place.span.start] + place.lines.text[place.span.end :]
    as_it_is = of_framework(_written(patch, place), around)
    if isinstance(as_it_is, Refusal) or tree.parsed is None:
        return as_it_is
    inner = out_of_attribute(as_it_is.code, tree, place.span)
    if inner is not None:
        as_it_is = as_it_is._replace(code=inner, notes=(*as_it_is.notes, THERE_ALREADY))
    looped = in_own_loop(as_it_is.code, tree, place.span, place.style.indent)
    if looped is not None:
        as_it_is = as_it_is._replace(code=looped.code, notes=(*as_it_is.notes, looped.note))
    return _fitted(as_it_is, place, tree, patch.examples)


def _fitted(as_it_is: Formed, place: Place, tree: Tree, examples: _Examples) -> Formed | Refusal:
    changes = as_it_is.notes
    code = read_fragment(as_it_is.code, place.language, place.style).text
    kind = place_kind(tree, place.span)
    if kind == "attributes":
        return as_it_is._replace(code=as_attributes(code, place))
    if kind == "statements":
        return _among_statements(code, place, tree, changes) or as_it_is
    if kind not in ("children", "value") or (kind == "value" and not _LOOKS_LIKE_JSX.search(code)):
        return as_it_is
    if kind == "children":
        as_it_is = _unheld(as_it_is._replace(code=code), place, tree) or as_it_is
        code, changes = (as_it_is.code, as_it_is.notes) if as_it_is.notes != changes else (code, changes)
    if is_markup(code, place.language) and not (kind == "value" and several_roots(code, place.language)):
        bare = bare_expression(code, place.language) if kind == "value" else None
        if bare is None:
            return as_it_is._replace(code=in_parentheses(code, place)) if kind == "value" else as_it_is
        return Formed(bare, notes=(*changes, "took the expression out of its braces"))
    expression = _expression_of(code, place)
    if expression is not None:
        braced = Formed(f"{{{expression}}}", notes=(*changes, "put the expression in braces"))
        return Formed(expression, notes=changes) if kind == "value" else braced
    bare = _markup_of(code)
    parts = part(bare, place.language)
    if parts is not None and bare != code:
        parts = parts._replace(changed=("took the markup out of its constant", *parts.changed))
    if parts is None and kind == "children" and shows_statements(code, place.language):
        return _SHOWN_AS_TEXT
    if parts is None or (kind == "value" and not parts.markup and not _declares_component(parts)):
        return as_it_is
    parts = parts._replace(changed=(*changes, *parts.changed))
    if not parts.markup and _declares_component(parts):
        found = _component(parts, place, tree, kind == "value")
        return found if isinstance(found, Formed) else _used(parts, place, tree, examples) or found
    return _placed(parts, place, tree, kind == "value")


def _among_statements(
    code: str, place: Place, tree: Tree, changes: tuple[str, ...]
) -> Formed | Refusal | None:
    """Markup as what the function gives back, and a refusal of hooks where there may be none; None for others."""
    if HOOK.search(code) and _LOWER.match(function_head(tree, place.span)[0]):
        return _HOOKS_IN_FUNCTION
    return returned(code, place, tree, changes) if _LOOKS_LIKE_JSX.search(code) else None


def _unheld(formed: Formed, place: Place, tree: Tree) -> Formed | None:
    """What an element or a fragment holds, of which the place is in one already; None for other code."""
    inner = out_of_holder(formed.code, tree, place.span)
    code, notes = inner.code, inner.notes
    root = _FRAGMENT.fullmatch(without_margin(code).strip())
    if root is not None and "<>" not in root["inner"]:
        code, notes = root["inner"].rstrip(), (*notes, "took the elements out of their fragment")
    return Formed(without_margin(code), notes=(*formed.notes, *notes)) if notes else None


def _component(parts: Parts, place: Place, tree: Tree, is_value: bool) -> Formed | Refusal:
    """A whole component: its markup with what that needs, or its element with the component above."""
    inner = out_of_component(parts, place, holder=function_head(tree, place.span))
    changed = tuple(dict.fromkeys((*parts.changed, *(inner.changed if inner is not None else ()))))
    taken = _placed(inner._replace(changed=changed), place, tree, is_value) if inner is not None else None
    if isinstance(taken, Formed):
        return taken
    return component_beside(parts, place, tree) or taken or _whole_component(parts)


def _used(parts: Parts, place: Place, tree: Tree, examples: _Examples) -> Formed | None:
    """A component above, and at the place what the reply shows as an example of its use; None where it shows none."""
    name, _ = shown_component(parts)
    above = component_beside(parts, place, tree, in_use=True) if name is not None else None
    for code, note in examples if above is not None else ():
        shown = in_use(code, name or "", place)
        put = (
            _placed(shown, place, tree, place_kind(tree, place.span) == "value")
            if shown is not None
            else None
        )
        if above is not None and isinstance(put, Formed):
            others = (*above.others, *put.others)
            notes = (*above.notes, "took what is given to it from the reply's example of use", *put.notes)
            return Formed(put.code, above.imports, others, tuple(dict.fromkeys(notes)), untold=(note,))
    return None


def _written(patch: Patch, place: Place) -> Formed:
    """HTML as JSX, and styles in JSX as objects."""
    around = place.lines.text[: place.span.start] + place.lines.text[place.span.end :]
    if (patch.label or "") in LABELS or has_html_attributes(patch.code, around):
        inner, notes = out_of_page(patch.code, place)
        code, what = as_jsx(inner, place.style.quote), "the HTML as JSX"
    else:
        inner, notes = patch.code, ()
        code, what = with_style_objects(inner, place.language, place.style.quote), "styles as objects"
    return Formed(code, notes=(*notes, f"wrote {what}") if code != inner else notes)


def _markup_of(code: str) -> str:
    """The element in `const card = <Card />;` where the reply is nothing else."""
    only = _ELEMENT.fullmatch(code.strip())
    return only["value"] if only is not None and code.count("\nconst ") == 0 else code


def _expression_of(code: str, place: Place) -> str | None:
    """An expression with markup in it (`days.map((day) => <li />)`), without the braces that it needs between tags."""
    bare = code.strip().removesuffix(";")
    if (
        bare.startswith(("<", "{"))
        or "<" not in bare
        or re.match(r"[\w.]+\??\.\w+\(|\w+\s*(?:&&|\?)", bare) is None
    ):
        return None
    return bare if is_markup(f"{{{bare}}}", place.language) else None


def _placed(parts: Parts, place: Place, tree: Tree, is_value: bool) -> Formed | Refusal:
    notes = [*parts.changed]
    others: tuple[Replacement, ...] = ()
    known = statements_above(tree, place.span) if parts.statements else frozenset[str]()
    new = tuple(text for text in parts.statements if not is_above(text, known))
    notes += [THERE_ALREADY] if len(new) < len(parts.statements) else []
    parts = parts._replace(statements=new)
    if parts.statements:
        # Statements alone take no selected element's place.
        alone = not parts.markup and not place.span.empty
        edit = no_place(parts.statements) if alone else _before_statement(parts.statements, place, tree)
        if isinstance(edit, Refusal):
            return edit
        others = (edit,)
        notes.append("put the statements before the one that holds the place")
    notes += [f"left out `{' '.join(line.split())}`" for line in parts.left]
    code = "\n".join(parts.markup)
    if is_value:
        code, note = as_value(code, place)
        code = in_parentheses(code, place)
        notes += note
    return Formed(code, parts.imports, others, tuple(dict.fromkeys(notes)))


def _before_statement(statements: tuple[str, ...], place: Place, tree: Tree) -> Replacement | Refusal:
    """The edit that writes statements before the one that holds the place."""
    text = "\n".join(statements)
    hooks = HOOK.search(text) is not None
    values = tuple(one for one in statements if not (_TYPE.match(one) or _is_component(one)))
    of_module = all(map(_OF_MODULE.match, values)) or (
        len(values) < len(statements) and not hooks and stand_alone(values, tree, place.span)
    )
    top = above_statement(tree, place.span) if of_module else None
    if top is not None:
        return _at_top(statements, top, place)
    found = statement_around(tree, place.span, hooks=text if hooks else "")
    returns = any(_RETURNS.match(item.strip()) for item in statements)
    if found is None and not hooks and not returns and stand_alone(statements, tree, place.span):
        top = above_statement(tree, place.span)
        if top is not None:  # in a function that is a mere value, what it needs stands above it
            return _at_top(statements, top, place)
    if found is None or returns or (hooks and (found[1] or runs_on_server(tree.text))):
        return no_place(statements)
    line = place.lines.line_span(place.lines.line_at(found[0].start))
    margin = tree.text[line.start : found[0].start]
    start = line.start if not margin.strip() else found[0].start
    rows = [f"{margin}{row}" if row.strip() else "" for row in text.split("\n")]
    newline = place.style.newline
    above = place.lines.text[: line.start].removesuffix(newline)
    blank = newline if (not margin and len(rows) > 1) or above.endswith(newline) else ""
    return Replacement(Span(start, start), newline.join(rows) + newline + blank)


def _at_top(statements: tuple[str, ...], top: int, place: Place) -> Replacement:
    """The edit that writes statements apart from others above a statement of the module."""
    newline = place.style.newline
    apart = "" if not top or place.lines.text[:top].endswith(newline * 2) else newline
    written = "\n\n".join(item.strip("\n") for item in statements).replace("\n", newline)
    return Replacement(Span(top, top), f"{apart}{written}{newline * 2}")


def _declares_component(parts: Parts) -> bool:
    return any(map(_is_component, parts.statements))


def _is_component(statement: str) -> bool:
    match = _DECLARES.match(statement.strip())
    return match is not None and match["name"][0].isupper() and "<" in statement


def _whole_component(parts: Parts) -> Refusal:
    names = [
        match["name"] for text in parts.statements if (match := _DECLARES.match(text.strip())) is not None
    ]
    name = next((name for name in reversed(names) if name[0].isupper()), names[-1])
    return Refusal(
        Reason.SYNTAX,
        f"The reply is a whole component ({name}), which does not fit between tags, so nothing was changed. Choose a "
        "place outside of the markup, or ask for the markup alone in the instruction.",
        f"it is a whole component ({name}), but the mark is between tags. Write only the markup that goes there.",
    )
