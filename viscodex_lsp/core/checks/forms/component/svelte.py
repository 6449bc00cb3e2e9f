"""The two ways in which a Svelte component is written: with runes (`$state`), since version 5, and without.

One component has to be written in one way: its compiler refuses `export let` and `$:` beside runes, and both forms of
event handlers (`on:click`, `onclick`) side by side (Svelte, "Svelte 5 migration guide").
"""

import re

from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.style import leading

_RUNES = re.compile(r"\$(?:state|derived|effect|props|bindable|inspect|host)\b\s*[(.<]")
_OLD = re.compile(r"^[ \t]*(?:export\s+let\b|\$:)", re.MULTILINE)
_OLD_EVENT = re.compile(rb"on:[a-z]+")
_ANY_OLD_EVENT = re.compile(r"\son:[a-z]+[|=\s/>]")
THIS = re.compile(r"(?<![\w$.])this(?![\w$])")
_EVENT = re.compile(r"\bevent\b")
_ROW = re.compile(r"<tr\b")
_OF_TABLE = re.compile(r"<(?:thead|tbody|tfoot|caption|colgroup|table)\b")
_IN_QUOTES = re.compile(
    r"\son(?P<event>[a-z]+)=(?P<quote>[\"'])(?P<code>(?:(?!(?P=quote))[^{}<>])*)(?P=quote)"
)
_MOTION = re.compile(r"\s(?:transition|in|out|animate):([a-z]+)(?=[\s=/>|])")
_TRANSITION = re.compile(r"\stransition:[a-z]")
_WAYS = re.compile(r"\s(?:in|out):[A-Za-z]\w*(?:\|\w+)*(?:=\{(?:[^{}]|\{[^{}]*\})*\})?")
_MOST_TOLD = 3
_MOTIONS = {
    "transition": frozenset({"blur", "draw", "fade", "fly", "scale", "slide"}),
    "animate": frozenset({"flip"}),
}
_NEW_EVENT = re.compile(r"\son[a-z]+=\{")


def motions_of(markup: str, around: str) -> str:
    """The imports of the transitions that markup uses and nothing brings in (Svelte, "svelte/transition",
    "svelte/animate"); "" for none."""
    used = dict.fromkeys(_MOTION.findall(markup))
    statements = []
    for module, names in _MOTIONS.items():
        needed = sorted(name for name in used if name in names and not re.search(rf"\b{name}\b", around))
        statements += [f"import {{ {', '.join(needed)} }} from 'svelte/{module}';"] if needed else []
    return "\n".join(statements)


def other_way(reply: str, document: str) -> Refusal | None:
    """Why a reply does not go with its document; None where it does."""
    runes_there, runes_new = _RUNES.search(document), _RUNES.search(reply)
    old_there, old_new = _OLD.search(document), _OLD.search(reply)
    if not (runes_new and old_there) and not (runes_there and old_new):
        return None
    found = (runes_new if old_there else old_new) or runes_new
    written = found[0].strip().rstrip("(.<").strip() if found is not None else ""
    way = "without runes" if old_there else "with runes"
    return Refusal(
        Reason.SYNTAX,
        f"The reply has `{written}`, but this component is written {way}, and Svelte allows only one way in a "
        "component. Nothing was changed; say in the instruction which one you want.",
        f"it has `{written}`, but this component is written {way}. Write it the same way.",
    )


def with_one_event_form(markup: str, document: str) -> str | Refusal:
    """Markup with event handlers as attributes where the document has them so; the old form with modifiers stays.

    An event that is passed on (`on:click` without a handler) has no counterpart among attributes: it is refused.
    """
    if _ANY_OLD_EVENT.search(document):
        return _with_old_events(markup)
    if not _NEW_EVENT.search(document):
        return markup
    tree = parse(markup, language_of("svelte"))
    if tree.parsed is None:
        return markup
    names = captures(tree.language, "(attribute_name) @name", tree.parsed.root_node).get("name", ())
    old = [name for name in names if _OLD_EVENT.fullmatch(name.text or b"")]
    bare = next((name for name in old if name.parent is not None and name.parent.child_count == 1), None)
    if bare is not None:
        return _passed_on(text_of(bare))
    starts = [tree.offsets.to_points(name.start_byte) for name in old]
    return apply_replacements(markup, [Replacement(Span(at, at + len("on:")), "on") for at in starts])


def _with_old_events(markup: str) -> str:
    """Markup with the handlers of elements in the old form; what is given to a component may be a property of it."""
    edits = []
    for tag in read_tags(markup):
        written = markup[tag.span.start : tag.span.end]
        if not written[1:2].isupper() and _NEW_EVENT.search(written):
            old = _NEW_EVENT.sub(lambda found: found[0].replace("on", "on:", 1), written)
            edits.append(Replacement(tag.span, old))
    return apply_replacements(markup, edits)


def as_svelte(markup: str, document: str) -> tuple[str, list[str]]:
    """HTML as Svelte takes it, handlers in the form that the document has, and what the person is told."""
    written = _with_functions(markup, document)
    notes = ["wrote event handlers as functions"] if written != markup else []
    with_bodies = _with_table_bodies(written) if "<table" in written else written
    notes += ["put the rows of a table into a `<tbody>`"] if with_bodies != written else []
    moved, left = _with_one_motion(with_bodies)
    notes += (
        [f"left out {quoted(left, _MOST_TOLD)}: an element has either `transition:` or `in:` and `out:`"]
        if left
        else []
    )
    return moved, notes


def _with_one_motion(markup: str) -> tuple[str, list[str]]:
    """Markup without the `in:` and `out:` of elements that have a `transition:`, which is both (Svelte,
    "transition_conflict"), and what went."""
    if "transition:" not in markup:
        return markup, []
    edits, left = list[Replacement](), list[str]()
    for tag in read_tags(markup):
        if _TRANSITION.search(tag.attributes) is None:
            continue
        for found in _WAYS.finditer(markup, tag.span.start, tag.span.end):
            edits.append(Replacement(Span(*found.span()), ""))
            left.append(found[0].strip())
    return apply_replacements(markup, edits), left


def _with_functions(markup: str, document: str) -> str:
    """Markup whose handlers are code in quotes, as in HTML, with functions, in the form that the document has."""
    sign = "on:" if _ANY_OLD_EVENT.search(document) else "on"

    def written(match: re.Match[str]) -> str:
        code = THIS.sub("event.currentTarget", match["code"]).strip().rstrip(";")
        given = "(event)" if _EVENT.search(code) else "()"
        return f" {sign}{match['event']}={{{given} => {code}}}"

    return _IN_QUOTES.sub(written, markup)


def _with_table_bodies(markup: str) -> str:
    """Markup whose rows stand in a `<tbody>`: Svelte refuses a `<tr>` right in a `<table>`, where a browser would put
    one in between (Svelte, "node_invalid_placement")."""
    edits = []
    for table in elements(read_tags(markup), "table"):
        head = markup.rfind("</thead>", table.inner.start, table.inner.end)
        start = head + len("</thead>") if head >= 0 else table.inner.start
        inner = markup[start : table.inner.end]
        if not _ROW.search(inner) or _OF_TABLE.search(inner):
            continue
        first = inner.strip("\n").split("\n")[0]
        margin = leading(first) if "\n" in inner.rstrip() else ""
        step = margin[len(leading(markup[markup.rfind("\n", 0, table.span.start) + 1 :])) :] or "  "
        rows = "\n".join(
            f"{step}{line}" if line.strip() else "" for line in inner.strip("\n").rstrip().split("\n")
        )
        closing = inner[len(inner.rstrip()) :]
        body = (
            f"\n{margin}<tbody>\n{rows}\n{margin}</tbody>{closing}" if margin else f"<tbody>{inner}</tbody>"
        )
        edits.append(Replacement(Span(start, table.inner.end), body))
    return apply_replacements(markup, edits)


def _passed_on(event: str) -> Refusal:
    attribute = event.replace(":", "")
    return Refusal(
        Reason.SYNTAX,
        f"The reply passes an event on by `{event}`, but this component has its handlers as attributes, and Svelte "
        "allows only one way in a component. Nothing was changed; say in the instruction what is to happen then.",
        f"it has `{event}` without a handler, but this component has handlers as attributes. Write "
        f"`{attribute}={{…}}` with a handler, or leave it out.",
    )
