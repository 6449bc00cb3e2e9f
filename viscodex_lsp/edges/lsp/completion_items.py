"""Turns completions and ghost text into LSP completion items."""

from collections.abc import Iterable

from lsprotocol import types

from viscodex_lsp.core.menu.completions import Completion
from viscodex_lsp.core.nouns import Replacement
from viscodex_lsp.core.text.positions import Encoding, LineIndex
from viscodex_lsp.edges.lsp.code_actions import TOOLTIPS
from viscodex_lsp.edges.lsp.workspace_edit import to_range

# Behind whatever else the client lists.
LAST = "\U0010ffff"


def to_completion_items(
    completions: Iterable[Completion], uri: str, *, lines: LineIndex, encoding: Encoding
) -> list[types.CompletionItem]:
    """Each item inserts nothing by itself: it takes the typed word away and runs `viscodex.imageToCode`."""
    return [
        types.CompletionItem(
            label=completion.label,
            kind=types.CompletionItemKind.Event,
            detail=completion.instruction or "VisCodex",
            sort_text=LAST,
            filter_text=completion.filter or None,
            text_edit=types.TextEdit(to_range(completion.typed, lines, encoding), ""),
            command=_command(completion, uri, lines, encoding),
        )
        for completion in completions
    ]


def to_inline_item(ghost: Replacement, *, lines: LineIndex, encoding: Encoding) -> types.InlineCompletionItem:
    """Ghost text at its place."""
    return types.InlineCompletionItem(insert_text=ghost.text, range=to_range(ghost.span, lines, encoding))


def _command(completion: Completion, uri: str, lines: LineIndex, encoding: Encoding) -> types.Command:
    # Without a version: taking the typed word away makes a newer one before the command runs.
    line, character = lines.position_at(completion.place, encoding)
    place = {"line": line, "character": character}
    argument = {
        "uri": uri,
        "range": {"start": place, "end": place},
        "picture": completion.picture,
        "instruction": completion.instruction,
    }
    return types.Command(completion.label, "viscodex.imageToCode", TOOLTIPS["generate"], [argument])
