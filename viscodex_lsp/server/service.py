"""The language server's work: one public method for each thing a client can ask."""

import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from viscodex_lsp.core.errors import DocumentError, UsageError, VisCodexError
from viscodex_lsp.core.menu.request import Request, read_refine, read_request
from viscodex_lsp.core.nouns import Refusal, Span
from viscodex_lsp.core.truth.telling import to_json
from viscodex_lsp.edges.lsp.workspace_edit import to_workspace_edit
from viscodex_lsp.ports import Ports, api_key
from viscodex_lsp.server.configuration import Configuration
from viscodex_lsp.server.documents import Documents, path_of
from viscodex_lsp.server.editor import Editor, JobProgress, message_type
from viscodex_lsp.server.inbox import Inbox
from viscodex_lsp.server.jobs import Job, Jobs
from viscodex_lsp.server.menu import Menu
from viscodex_lsp.server.protocol import INTERNAL
from viscodex_lsp.server.results.delivery import Delivery
from viscodex_lsp.server.results.meanwhile import read_alone, with_reading
from viscodex_lsp.server.results.proposals import Proposals
from viscodex_lsp.server.results.refinement import Refinement
from viscodex_lsp.server.results.reports import Reports
from viscodex_lsp.server.status import counting, status_of
from viscodex_lsp.session import Session

if TYPE_CHECKING:
    from viscodex_lsp.flow.answering import Target
    from viscodex_lsp.suggest import Suggester, Suggestion

logger = logging.getLogger(__name__)

Work = Callable[[Job, JobProgress], Awaitable[str]]
SLOW_ADVICE = "raise viscodex.request.timeoutSeconds, or choose a smaller picture"


class RefusedError(VisCodexError):
    """A refusal as the answer to a request: its sentence becomes the error's message."""

    log_level = logging.INFO


class Service:
    """Everything between the handlers and the core. `options` are the client's `initializationOptions`."""

    def __init__(
        self, *, documents: Documents, editor: Editor, ports: Ports, options: Mapping[str, Any]
    ) -> None:
        self.documents, self.editor = documents, editor
        self.session, self.jobs = Session(), Jobs()
        self.configuration = Configuration(editor, options)
        self.delivery = Delivery(documents, editor)
        self.proposals = Proposals(session=self.session, editor=editor, delivery=self.delivery)
        self.refinement = Refinement(
            session=self.session,
            proposals=self.proposals,
            delivery=self.delivery,
            find_target=self._target_at,
        )
        self.reports = Reports(session=self.session, ports=ports, find_target=self._target_at)
        self.menu = Menu(
            documents=documents,
            editor=editor,
            session=self.session,
            proposals=self.proposals,
            closest=self._closest,
        )
        self.inbox = Inbox(session=self.session, ports=ports, configuration=self.configuration)
        documents.on_change = self._look
        self._ports, self._key = ports, api_key(str(options.get("apiKey") or ""))
        self._suggester: Suggester | None = None

    @property
    def suggester(self) -> "Suggester":
        """The flow, loaded with all its checks when the first picture is asked about: an editor that never does so
        pays nothing for it."""
        if self._suggester is None:
            import viscodex_lsp.core.checks.rebase  # noqa: F401 - no menu is to wait for it later
            from viscodex_lsp.suggest import Suggester

            self._suggester = Suggester(
                session=self.session, ports=self._ports, key=self._key, slow_advice=SLOW_ADVICE
            )
        return self._suggester

    def start(self, argument: object) -> str:
        """Begin a job for `viscodex.imageToCode`; its id comes back at once.

        Raises:
            UsageError: the argument cannot be meant.
        """
        request = read_request(argument)
        target = self._target(request)

        async def work(job: Job, progress: JobProgress) -> str:
            settings = await self.configuration.settings()
            result = await with_reading(
                self._suggest(job, progress, request, target),
                lambda reader: read_alone(self.suggester.beside(), request.sources, target, reader),
                settings=settings,
                keep=self.proposals.keep,
                notify=progress.report,
            )
            if isinstance(result, Refusal):
                return result.sentence
            if result.held or (request.mode or settings.delivery.mode) == "propose":
                return self.proposals.keep(result)
            return await self.proposals.deliver(result)

        return self.jobs.start(request.uri, lambda job: self._tell(job, work)).id

    def refine(self, argument: object) -> str:
        """Begin a job for `viscodex.refine`; its id comes back at once.

        Raises:
            UsageError: the argument cannot be meant.
            DocumentError: the document is not open.
        """
        request = read_refine(argument)
        selected = None
        if request.sources:
            document = self.documents.read(request.uri)
            selected = self.documents.span(document, request.start, request.end)
            if selected.empty:
                selected = Span(0, len(document.text))
        wish = self.refinement.read(request, selected)

        async def work(job: Job, progress: JobProgress) -> str:
            settings = await self.configuration.settings()
            return await self.refinement.bring_closer(
                wish,
                self.suggester,
                settings=settings,
                notify=progress.report,
                heard=counting(job, progress),
            )

        return self.jobs.start(wish.target.document.uri, lambda job: self._tell(job, work)).id

    async def answer(self, argument: object) -> dict[str, Any]:
        """Serve `viscodex/imageToCode`: an edit for the document as it is then, and a summary.

        Raises:
            VisCodexError: with the sentence of whatever went wrong, refusals included.
        """
        request = read_request(argument)
        target = self._target(request)
        token = argument.get("workDoneToken") if isinstance(argument, Mapping) else None

        async def work(job: Job) -> dict[str, Any]:
            progress = self.editor.start_progress(token=token, cancel=job.cancel)
            try:
                async with self._turn(job, progress):
                    return await self._edit(await self._suggest(job, progress, request, target))
            finally:
                progress.end("done")

        return await self.jobs.run(request.uri, work)

    def changed(self, uri: str) -> None:
        """All changes of a notification for `uri` are made."""
        if self.delivery.waits_for(uri) or self.proposals.are_kept(uri):
            text = self.documents.text(uri)
            self.delivery.changed(uri, text, settled=True)
            self.proposals.settled(uri, text)
        elif not self.jobs.of(uri):
            self.documents.forget_changes(uri)

    def _look(self, uri: str, text: str) -> None:
        """One change of `uri` is made, perhaps of several in a notification."""
        self.delivery.changed(uri, text, settled=False)
        self.proposals.changed(uri, text)

    def files_changed(self, uris: Iterable[str]) -> None:
        """The client saved, made or removed files."""
        self._ports.files_changed([path for path in map(path_of, uris) if path is not None])

    def closed(self, uri: str) -> None:
        """The client closed `uri`: its jobs end, its pictures and proposals are forgotten."""
        self.jobs.cancel(uri=uri)
        self.session.close(uri)

    def status(self) -> dict[str, Any]:
        """Serve `viscodex/status`."""
        return status_of(self.configuration.known(), self.jobs, self.session)

    async def close(self) -> None:
        """End all jobs and release the connection."""
        self.jobs.cancel()
        if self._suggester is not None:
            await self._suggester.close()
        self._ports.close()
        self.reports.close()

    def _closest(self, uri: str, text: str) -> tuple[bool, str]:
        """Whether there is a model that can be asked to come closer, and what was made in `uri` last."""
        try:
            known = self.configuration.known()
        except UsageError:
            return False, ""
        return bool(known.server.url or known.embedded.folder), self.refinement.just_made(uri, text)

    def _target(self, request: Request) -> "Target":
        if request.at:
            from viscodex_lsp.server.pointed import element_of

            document, span = element_of(request.at, self.documents)
            return self._target_at(document.uri, span, request)
        document = self.documents.read(request.uri)
        if request.version is not None and document.version not in (
            None,
            self.documents.checked_version(request.version),
        ):
            raise DocumentError("The document changed since this was offered; choose the action again.")
        span = self.documents.span(document, request.start, request.end)
        return self._target_at(request.uri, span, request)

    def _target_at(self, uri: str, span: Span | None, asked: Request | None = None) -> "Target":
        """A place in the document `uri` as it is now; its start where no span is given."""
        from viscodex_lsp.flow.answering import Target
        from viscodex_lsp.server.neighbours import beside_open

        document = self.documents.read(uri)
        path, roots = path_of(document.uri), self.documents.roots
        return Target(
            document,
            span or Span(0, 0),
            path=path,
            project_roots=roots,
            picture_roots=roots or ((path.parent,) if path else ()),
            beside=beside_open(path, self.documents, self.editor, asked),
        )

    async def _tell(self, job: Job, work: Work) -> None:
        """Run `work` under a progress of the server's own, and show the person how it ended."""
        progress = self.editor.start_progress(token=None, cancel=job.cancel)
        sentence = "Cancelled; nothing was changed."
        level = types.MessageType.Info
        try:
            async with self._turn(job, progress):
                sentence = await work(job, progress)
        except VisCodexError as error:
            sentence, level = str(error), message_type(error.log_level)
            logger.log(error.log_level, "%s: %s", job.id, type(error).__name__)
        except Exception:
            sentence, level = INTERNAL, types.MessageType.Error
            logger.exception("%s", job.id)
        finally:
            progress.end(sentence)
            self.editor.say(sentence, level)

    @contextlib.asynccontextmanager
    async def _turn(self, job: Job, progress: JobProgress) -> AsyncIterator[None]:
        if job.waiting:
            progress.report("waiting for the earlier request on this document")
        async with job.turn:
            job.waiting = False
            yield

    async def _suggest(
        self, job: Job, progress: JobProgress, request: Request, target: "Target"
    ) -> "Suggestion | Refusal":
        started = time.monotonic()
        settings = await self.configuration.settings()
        result = await self.suggester.suggest(
            request.sources,
            target,
            instruction=request.instruction,
            settings=settings,
            notify=progress.report,
            heard=counting(job, progress),
        )
        verdict = result.reason if isinstance(result, Refusal) else "checked"
        logger.info("%s: %s, %d tokens, %.1f s", job.id, verdict, job.tokens, time.monotonic() - started)
        return result

    async def _edit(self, result: "Suggestion | Refusal") -> dict[str, Any]:
        if isinstance(result, Refusal):
            raise RefusedError(result.sentence)
        moved = await self.delivery.rebased(result.checked)
        if isinstance(moved, Refusal):
            raise RefusedError(moved.sentence)
        if result.held:
            raise RefusedError(self.proposals.keep(replace(result, checked=moved)))
        self.proposals.save_pictures(replace(result, checked=moved))
        edit = to_workspace_edit(moved, encoding=self.documents.encoding)
        self.session.note_made(moved.document.uri, moved, result.basis)
        answer = {
            "edit": edit,
            "summary": result.sentence,
            "notes": list(moved.notes),
            "syntaxChecked": moved.syntax_checked,
        }
        return answer if result.likeness is None else answer | {"likeness": to_json(result.likeness)}
