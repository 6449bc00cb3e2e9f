"""Turns offers into LSP code actions: a command where the model must be asked, an edit where it has answered."""

from collections.abc import Iterable

from lsprotocol import types

from viscodex_lsp.core.menu.announced import KIND
from viscodex_lsp.core.menu.offers import Offer
from viscodex_lsp.core.nouns import Document, Proposal, Span
from viscodex_lsp.core.text.positions import Encoding, LineIndex
from viscodex_lsp.edges.lsp.workspace_edit import to_range, to_workspace_edit

TOOLTIPS = {
    "generate": "A model reads the picture and writes code here; the edit is checked before it is applied.",
    "apply": "Apply the code that the model wrote, at its place in the text as it is now.",
    "closer": "Compare the code with the picture, and ask for one fix at a time; only what is closer is kept.",
    "discard": "Forget the code that the model wrote.",
}


def to_code_actions(
    offers: Iterable[Offer],
    document: Document,
    asked: types.Range,
    *,
    lines: LineIndex,
    encoding: Encoding,
    tagged: bool = False,
) -> list[types.CodeAction]:
    """`asked` is the range that the client asked about, in its own units; `lines` are the document's. `tagged` says
    that the client takes tags (LSP 3.18): all these actions come from a model."""
    return [
        types.CodeAction(
            title=offer.title,
            kind=KIND,
            command=_command(offer, document, _place(offer, asked, lines, encoding)),
            edit=_edit(offer, document, encoding),
            tags=[types.CodeActionTag.LlmGenerated] if tagged else None,
        )
        for offer in offers
    ]


def _place(offer: Offer, asked: types.Range, lines: LineIndex, encoding: Encoding) -> types.Range:
    return asked if offer.place is None else to_range(Span(offer.place, offer.place), lines, encoding)


def _command(offer: Offer, document: Document, place: types.Range) -> types.Command | None:
    if offer.picture is not None:
        argument = {
            "uri": document.uri,
            "range": {
                "start": {"line": place.start.line, "character": place.start.character},
                "end": {"line": place.end.line, "character": place.end.character},
            },
            "version": document.version,
            "picture": offer.picture,
        }
        name = "viscodex.refine" if offer.verb == "closer" else "viscodex.imageToCode"
        return types.Command(offer.title, name, TOOLTIPS[offer.verb], [argument])
    if offer.verb == "closer":
        meant = {"id": offer.proposal.id} if offer.proposal else {}
        wish = {"uri": document.uri, **meant}
        return types.Command(offer.title, "viscodex.refine", TOOLTIPS["closer"], [wish])
    if offer.verb == "discard" and offer.proposal:
        argument = {"id": offer.proposal.id}
        return types.Command(offer.title, "viscodex.discardProposal", TOOLTIPS["discard"], [argument])
    if offer.proposal and not _is_ready(offer.proposal, document):
        argument = {"id": offer.proposal.id}
        return types.Command(offer.title, "viscodex.applyProposal", TOOLTIPS["apply"], [argument])
    return None


def _is_ready(proposal: Proposal, document: Document) -> bool:
    """Whether the edit of a proposal is for this very text; otherwise it is moved there when it is applied."""
    return proposal.checked.document.revision == document.revision


def _edit(offer: Offer, document: Document, encoding: Encoding) -> types.WorkspaceEdit | None:
    if (
        offer.proposal is None
        or offer.verb in ("closer", "discard")
        or not _is_ready(offer.proposal, document)
    ):
        return None
    return to_workspace_edit(offer.proposal.checked, encoding=encoding, confirm=offer.verb == "preview")
