"""Serves `viscodex/report`: a waiting proposal beside its picture, as a page to look at and as lines of text."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from viscodex_lsp.core.errors import DocumentError, UsageError
from viscodex_lsp.core.nouns import Proposal, Span
from viscodex_lsp.core.truth.telling import described
from viscodex_lsp.edges.documents import write_file
from viscodex_lsp.edges.passing_folder import PassingFolder
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Basis, Session

if TYPE_CHECKING:
    from viscodex_lsp.flow.answering import Target

FindTarget = Callable[[str, Span | None], "Target"]


class Reports:
    """Made when they are asked for. Those that are written are in a folder of this process alone, and go with it."""

    def __init__(self, *, session: Session, ports: Ports, find_target: FindTarget) -> None:
        self._session, self._ports, self._find_target = session, ports, find_target
        self._folder: PassingFolder | None = None

    async def answer(self, params: object) -> dict[str, Any]:
        """`{id?, write?}` → `{id, uri, sentence, held, text, html}`; with `write` a file's `path` instead of `html`.

        Raises:
            UsageError: there is no such proposal.
            DocumentError: the file cannot be written.
        """
        asked = params if isinstance(params, Mapping) else {}
        name = asked.get("id")
        found = self._session.find(name if isinstance(name, str) else None)
        basis = self._session.bases.get(found[1].id) if found else None
        if found is None or basis is None:
            raise UsageError("No proposal is waiting that could be compared with its picture.")
        uri, proposal = found
        html = await self._page(uri, proposal, basis)
        text = [proposal.sentence, *([proposal.held] if proposal.held else []), *basis.rounds]
        text += described(basis.likeness) if basis.likeness else []
        answer = {
            "id": proposal.id,
            "uri": uri,
            "sentence": proposal.sentence,
            "held": proposal.held,
            "text": text,
        }
        return answer | ({"path": self._write(proposal.id, html)} if asked.get("write") else {"html": html})

    def close(self) -> None:
        """Remove what was written."""
        if self._folder is not None:
            self._folder.close()

    async def _page(self, uri: str, proposal: Proposal, basis: Basis) -> str:
        from viscodex_lsp.flow.reporting import make_report

        return await make_report(
            proposal.checked,
            basis.pictures,
            self._find_target(uri, None),
            sentence=proposal.sentence,
            likeness=basis.likeness,
            held=proposal.held,
            rounds=basis.rounds,
            ports=self._ports,
        )

    def _write(self, name: str, html: str) -> str:
        try:
            if self._folder is None:
                self._folder = PassingFolder("reports")
            path = self._folder.path / f"{name}.html"
            write_file(path, html.encode("utf-8"))
        except OSError as error:
            raise DocumentError(f"The report cannot be written: {error.strerror}.") from error
        return str(path)
