"""Serves `viscodex.refine`: finds the code that is meant and what it was made from, and delivers what came closer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.menu.request import RefineRequest, Source
from viscodex_lsp.core.nouns import CheckedPatch, Refusal, Span
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.server.results.delivery import Delivery
from viscodex_lsp.server.results.proposals import Proposals
from viscodex_lsp.session import Basis, Session

if TYPE_CHECKING:
    from viscodex_lsp.flow.answering import Target
    from viscodex_lsp.suggest import Suggester

NOTHING_MADE = (
    "Nothing that was made here from a picture is as it was made. Select the code, and choose the action with a "
    "picture."
)
FindTarget = Callable[[str, Span | None], "Target"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to come closer: what `checked` would write, or what stands at `target`; to the pictures of `basis`."""

    target: "Target"
    basis: "Sequence[Source] | Basis"
    checked: CheckedPatch | None = None
    proposal: str = ""
    mode: str | None = None


class Refinement:
    """Wishes to come closer, from their request to what the person is told."""

    def __init__(
        self, *, session: Session, proposals: Proposals, delivery: Delivery, find_target: FindTarget
    ) -> None:
        self._session, self._proposals, self._delivery = session, proposals, delivery
        self._find_target = find_target

    def read(self, request: RefineRequest, selected: Span | None) -> Wish:
        """What `request` means; `selected` is its range in the document, None where it has none.

        Raises:
            UsageError: there is nothing that it can mean.
            DocumentError: the document is not open.
        """
        if request.id:
            return self._of_proposal(request)
        target = self._find_target(request.uri, selected)
        if request.sources:
            return Wish(target, request.sources, mode=request.mode)
        made = self._session.made.get(request.uri)
        place = made.find(target.document.text) if made else None
        if made is not None and place is not None:
            return Wish(self._find_target(request.uri, place), made.basis, mode=request.mode)
        if self._session.pending(request.uri):
            newest = self._session.pending(request.uri)[0]
            return self._wish(newest.id, request)
        raise UsageError(NOTHING_MADE)

    def just_made(self, uri: str, text: str) -> str:
        """How a person would name the picture of what was made in `uri` last; "" where that is not there any more."""
        made = self._session.made.get(uri)
        return made.basis.origin if made is not None and made.find(text) is not None else ""

    async def bring_closer(
        self,
        wish: Wish,
        suggester: "Suggester",
        *,
        settings: Settings,
        notify: Notify,
        heard: Callable[[int], None],
    ) -> str:
        """Ask, and deliver what came closer. A sentence for the person comes back.

        Raises:
            VisCodexError: as for `Suggester.bring_closer` and `Proposals.deliver`.
        """
        checked, target = wish.checked, wish.target
        if checked is not None:
            moved = await self._delivery.rebased(checked)
            if isinstance(moved, Refusal):
                return moved.sentence
            checked, target = moved, self._find_target(moved.document.uri, None)
        result = await suggester.bring_closer(
            wish.basis,
            target,
            checked=checked,
            settings=settings,
            notify=notify,
            heard=heard,
        )
        if isinstance(result, Refusal):
            return result.sentence
        if wish.proposal:
            return await self._proposals.replace(wish.proposal, result)
        if (wish.mode or settings.delivery.mode) == "propose":
            return self._proposals.keep(result)
        return await self._proposals.deliver(result)

    def _of_proposal(self, request: RefineRequest) -> Wish:
        if self._session.find(request.id) is None:
            raise UsageError("This proposal is no longer kept.")
        return self._wish(request.id, request)

    def _wish(self, name: str, request: RefineRequest) -> Wish:
        found, basis = self._session.find(name), self._session.bases.get(name)
        if found is None or basis is None:
            raise UsageError(NOTHING_MADE)
        uri, proposal = found
        return Wish(self._find_target(uri, None), basis, proposal.checked, name, request.mode)
