"""Which actions to offer at a place: from state alone, without IO and without the model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import PurePath
from typing import Any, Literal

from viscodex_lsp.core.menu.announced import KIND
from viscodex_lsp.core.nouns import Document, Proposal, Span
from viscodex_lsp.core.picture.picture_paths import picture_path_at

MOST_ATTACHED = 3
"""Pictures the editor sent that are offered: the newest ones; the older ones were meant for something else."""


Verb = Literal["generate", "apply", "preview", "closer", "discard"]
CLOSER = "Make it closer to the picture"


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture the editor sent: its id and how to call it ("mock.png, 1280x800")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu. To generate, `picture` is the source to name in the command; otherwise `proposal`
    is what is applied, previewed, brought closer or discarded. To come closer without either is meant for what was
    made last. `place` is the offset the code goes to, where that is not the place
    that was asked about."""

    verb: Verb
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
    can_refine: bool = False,
    just_made: str = "",
) -> tuple[Offer, ...]:
    """The offers at `span`, ready results first.

    `can_refine` says that there is a model that can be asked to come closer, and `just_made` names the picture of what
    was made in this document last.
    """
    ready = [
        offer
        for proposal in proposals
        for offer in _finished(proposal, document, can_preview=can_preview, can_refine=can_refine)
    ]
    if can_refine and just_made:
        ready.append(Offer("closer", f"{CLOSER}: what was made from {just_made}"))
    path = picture_path_at(document, span.start)
    # Beside a path that the cursor stands in, and not in the middle of it.
    place = _line_end(document.text, span.start) if path is not None and span.empty else None
    pattern = "Image to code: from {}" if span.empty else "Rewrite selection to match picture: from {}"
    sources = _sources(attached, path)
    closer = []
    if can_refine and not span.empty:
        # The picture that is most likely meant: a longer list would be read by nobody.
        name, picture = next(sources)
        sources = chain([(name, picture)], sources)
        closer = [Offer("closer", f"{CLOSER}: the selection, from {name}", picture)]
    return (
        *ready,
        *(Offer("generate", pattern.format(name), picture, place=place) for name, picture in sources),
        *closer,
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


def _finished(proposal: Proposal, document: Document, *, can_preview: bool, can_refine: bool) -> list[Offer]:
    label = proposal.sentence
    if not proposal.checked.syntax_checked:
        label += " (syntax not checked)"
    verbs: list[tuple[Verb, str]] = [("apply", "Apply")]
    # Only an edit for this very text can be shown beforehand.
    if can_preview and proposal.checked.document.revision == document.revision:
        verbs.append(("preview", "Preview"))
    verbs.append(("discard", "Discard"))
    if can_refine:
        verbs.append(("closer", f"{CLOSER}:"))
    return [Offer(verb, f"{word} {label}", proposal=proposal) for verb, word in verbs]
