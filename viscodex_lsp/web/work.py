"""Does what the page asks, by the one flow in `suggest`, and tells the page what happens as it happens."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

from viscodex_lsp.core.menu.request import AttachedSource, Source
from viscodex_lsp.core.nouns import Document, Prompt, Refusal, Span
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.truth.telling import described, to_json
from viscodex_lsp.edges.model.completer import Completer, Notify, Piece
from viscodex_lsp.flow.answering import Target
from viscodex_lsp.flow.pictures import prepare
from viscodex_lsp.flow.reporting import make_report
from viscodex_lsp.ports import Ports, api_key
from viscodex_lsp.session import Session
from viscodex_lsp.suggest import Suggester, Suggestion
from viscodex_lsp.verbs.shell_settings import SLOW_ADVICE, in_shell_words
from viscodex_lsp.web.order import Order

Tell = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Work:
    """The outside world and the settings; nothing is kept from one request to the next."""

    ports: Ports
    settings: Settings

    async def make(self, order: Order, tell: Tell) -> None:
        """Make code of the picture, or bring the code that comes along closer to it.

        `tell` gets `{kind: "note" | "start" | "text" | "done" | "refused", …}`; the last one is done or refused.

        Raises:
            VisCodexError: the picture cannot be used, or the model does not answer.
        """
        picture = await prepare(
            order.picture, origin="the picture", max_pixels=self.settings.picture.max_pixels
        )
        session = Session()
        source = AttachedSource(session.attach("", picture))
        ports = replace(
            self.ports, open_completer=lambda *given: Overheard(self.ports.open_completer(*given), tell)
        )
        suggester = Suggester(session=session, ports=ports, key=api_key(), slow_advice=SLOW_ADVICE)
        document = Document(f"file:///{order.file_name}", order.language, None, order.code)
        target = Target(document, Span(0, len(order.code)))

        def note(text: str) -> None:
            tell({"kind": "note", "text": text})

        try:
            result = await self._asked(suggester, source, target, order, note)
        finally:
            await suggester.close()
        if isinstance(result, Refusal):
            tell({"kind": "refused", "sentence": in_shell_words(result.sentence)})
            return
        note("Drawing what was made")
        tell(await self._done(result, target, order))

    async def _asked(
        self, suggester: Suggester, source: Source, target: Target, order: Order, note: Notify
    ) -> Suggestion | Refusal:
        if order.code:
            return await suggester.bring_closer(
                [source],
                target,
                settings=self.settings,
                notify=note,
                heard=lambda _: None,
            )
        return await suggester.suggest(
            [source],
            target,
            instruction=order.instruction,
            settings=_shown(self.settings),
            notify=note,
            heard=lambda _: None,
        )

    async def _done(self, result: Suggestion, target: Target, order: Order) -> dict[str, Any]:
        code = apply_replacements(target.document.text, result.checked.replacements)
        report = await make_report(
            result.checked,
            result.basis.pictures if result.basis else (),
            target,
            sentence=result.sentence,
            likeness=result.likeness,
            held=result.held,
            rounds=result.tried,
            ports=self.ports,
        )
        return {
            "kind": "done",
            "code": code,
            "file": order.file_name,
            "sentence": result.sentence,
            "held": result.held,
            "notes": list(result.checked.notes),
            "likeness": to_json(result.likeness) if result.likeness else None,
            "text": described(result.likeness) if result.likeness else [],
            "report": report,
        }


class Overheard:
    """Implements `Completer` over another one, and tells what it says while it says it."""

    def __init__(self, inner: Completer, tell: Tell) -> None:
        self._inner, self._tell = inner, tell
        self.pictures_at_once = inner.pictures_at_once

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`."""
        self._tell({"kind": "start"})
        async with aclosing(self._inner.stream(prompt, notify=notify)) as pieces:
            async for piece in pieces:
                self._tell({"kind": "text", "text": piece.text})
                yield piece

    async def identify(self) -> str:
        """The inner model's name."""
        return await self._inner.identify()

    async def close(self) -> None:
        """Close the inner one."""
        await self._inner.close()


def _shown(settings: Settings) -> Settings:
    """On the page nothing is written anywhere, so that a person may see also what an editor would refuse."""
    if settings.truth.mode not in ("apply", "refuse"):
        return settings
    return settings.model_copy(update={"truth": settings.truth.model_copy(update={"mode": "propose"})})
