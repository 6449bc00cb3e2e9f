"""Which actions to offer at a place: from state alone, without IO and without the model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from viscodex_lsp.core.menu.announced import KIND
from viscodex_lsp.core.nouns import Document, Proposal, Span
from viscodex_lsp.core.picture.picture_paths import picture_path_at

MOST_ATTACHED = 3
"""Pictures the editor sent that are offered: the newest ones; the older ones were meant for something else."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture the editor sent: its id and how to call it ("mock.png, 1280x800")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu. To generate, `picture` is the source to name in the command; otherwise `proposal`
    is what is applied, previewed or discarded. `place` is the offset the code goes to, where that is not the place
    that was asked about."""

    verb: Literal["generate", "apply", "preview", "discard"]
    title: str
    picture: dict[str, Any] | None = None
    proposal: Proposal | None = None
    place: int | None = None


def wanted(only: Sequence[str] | None) -> bool:
    """Whether a client that asks for the kinds `only` would take ours (LSP: a kind includes its sub-kinds)."""
    return not only or any(kind == "" or kind == KIND or KIND.startswith(kind + ".") for kind in only)


def list_offers(
    document: Document,
    span: Span,
    *,
    attached: tuple[Attached, ...],
    proposals: tuple[Proposal, ...],
    can_preview: bool,
) -> tuple[Offer, ...]:
    """The offers at `span`, ready results first."""
    ready = [
        offer for proposal in proposals for offer in _finished(proposal, document, can_preview=can_preview)
    ]
    path = picture_path_at(document, span.start)
    # Beside a path that the cursor stands in, and not in the middle of it.
    place = _line_end(document.text, span.start) if path is not None and span.empty else None
    pattern = "Image to code: from {}" if span.empty else "Rewrite selection to match picture: from {}"
    sources = _sources(attached, path)
    return (
        *ready,
        *(Offer("generate", pattern.format(name), picture, place=place) for name, picture in sources),
    )


def _sources(attached: tuple[Attached, ...], path: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """How to call each source, and its object in the command."""
    for picture in attached[:MOST_ATTACHED]:
        yield picture.name, {"kind": "attached", "id": picture.id}
    if path is not None:
        yield PurePath(path).name, {"kind": "file", "path": path}
    yield "clipboard", {"kind": "clipboard"}
    yield "a screenshot", {"kind": "screen"}
    yield "a region of the screen", {"kind": "screen", "region": "pick"}


def _line_end(text: str, offset: int) -> int:
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    return min(ends, default=len(text))


def _finished(proposal: Proposal, document: Document, *, can_preview: bool) -> list[Offer]:
    label = f"{proposal.summary} from {proposal.origin}"
    if not proposal.checked.syntax_checked:
        label += " (syntax not checked)"
    verbs: list[tuple[Literal["apply", "preview", "discard"], str]] = [("apply", "Apply")]
    # Only an edit for this very text can be shown beforehand.
    if can_preview and proposal.checked.document.revision == document.revision:
        verbs.append(("preview", "Preview"))
    verbs.append(("discard", "Discard"))
    return [Offer(verb, f"{word} {label}", proposal=proposal) for verb, word in verbs]
