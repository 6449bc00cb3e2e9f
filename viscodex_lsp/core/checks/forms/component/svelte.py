"""The two ways in which a Svelte component is written: with runes (`$state`), since version 5, and without.

One component has to be written in one way: its compiler refuses `export let` and `$:` beside runes, and both forms of
event handlers (`on:click`, `onclick`) side by side (Svelte, "Svelte 5 migration guide").
"""

import re

from viscodex_lsp.core.language.grammars import captures, text_of
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

_RUNES = re.compile(r"\$(?:state|derived|effect|props|bindable|inspect|host)\b\s*[(.<]")
_OLD = re.compile(r"^[ \t]*(?:export\s+let\b|\$:)", re.MULTILINE)
_OLD_EVENT = re.compile(rb"on:[a-z]+")
_ANY_OLD_EVENT = re.compile(r"\son:[a-z]+[|=\s/>]")
_NEW_EVENT = re.compile(r"\son[a-z]+=\{")


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
    if not _NEW_EVENT.search(document) or _ANY_OLD_EVENT.search(document):
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


def _passed_on(event: str) -> Refusal:
    attribute = event.replace(":", "")
    return Refusal(
        Reason.SYNTAX,
        f"The reply passes an event on by `{event}`, but this component has its handlers as attributes, and Svelte "
        "allows only one way in a component. Nothing was changed; say in the instruction what is to happen then.",
        f"it has `{event}` without a handler, but this component has handlers as attributes. Write "
        f"`{attribute}={{…}}` with a handler, or leave it out.",
    )
