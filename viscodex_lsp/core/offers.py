"""Which actions to offer at a place: from state alone, without IO and without the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Literal

from viscodex_lsp.core.nouns import Document, Proposal, Span
from viscodex_lsp.core.picture_paths import picture_path_at

KIND = "refactor.rewrite.imageToCode"


@dataclass(frozen=True, slots=True)
class Attached:
    """A picture the editor sent: its id and how to call it ("mock.png, 1280x800")."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu. To generate, `picture` is the source to name in the command; otherwise `proposal`
    is what is applied, previewed or discarded."""

    verb: Literal["generate", "apply", "preview", "discard"]
    title: str
    picture: dict[str, Any] | None = None
    proposal: Proposal | None = None


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
    ready = [offer for proposal in proposals for offer in _finished(proposal, can_preview=can_preview)]
    sources: list[tuple[str, dict[str, Any]]] = [
        (picture.name, {"kind": "attached", "id": picture.id}) for picture in attached
    ]
    path = picture_path_at(document, span.start)
    if path is not None:
        sources.append((PurePath(path).name, {"kind": "file", "path": path}))
    sources += [("clipboard", {"kind": "clipboard"}), ("a screenshot", {"kind": "screen"})]
    sources.append(("a region of the screen", {"kind": "screen", "region": "pick"}))
    pattern = "Image to code: from {}" if span.empty else "Rewrite selection to match picture: from {}"
    return (*ready, *(Offer("generate", pattern.format(name), picture) for name, picture in sources))


def _finished(proposal: Proposal, *, can_preview: bool) -> list[Offer]:
    label = f"{proposal.summary} from {proposal.origin}"
    if not proposal.checked.syntax_checked:
        label += " (syntax not checked)"
    verbs: list[tuple[Literal["apply", "preview", "discard"], str]] = [("apply", "Apply")]
    if can_preview:
        verbs.append(("preview", "Preview"))
    verbs.append(("discard", "Discard"))
    return [Offer(verb, f"{word} {label}", proposal=proposal) for verb, word in verbs]
