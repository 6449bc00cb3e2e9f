"""Asks a model server by chat completions and streams its reply: vLLM, TGI, llama.cpp, Ollama and their like.

Always streamed, pictures as data: URIs. Models that reason are asked not to, since thinking costs minutes and reads
pictures worse; a server that does not know that switch is asked again without it.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import CompleterError, PicturesRefused, RequestRejected, ServerBusy
from viscodex_lsp.core.menu.request import MOST_PICTURES
from viscodex_lsp.core.nouns import Prompt
from viscodex_lsp.core.settings import RequestSettings, ServerSettings
from viscodex_lsp.edges.logs import remember_secret
from viscodex_lsp.edges.model.chat.answer import DONE, OpenAnswer
from viscodex_lsp.edges.model.chat.connection import Connection
from viscodex_lsp.edges.model.chat.endings import Ending, plain_reason
from viscodex_lsp.edges.model.chat.engine_errors import Endpoint, cut_off, found_in
from viscodex_lsp.edges.model.chat.limits import Limits
from viscodex_lsp.edges.model.chat.model_list import Choice
from viscodex_lsp.edges.model.chat.retry import RetryPolicy
from viscodex_lsp.edges.model.chat.transport_errors import Dropped, translated
from viscodex_lsp.edges.model.chat.wire import Said, wire_messages
from viscodex_lsp.edges.model.completer import Notify, Piece

# How the templates of Qwen, GLM and their like are told (vLLM, SGLang, llama.cpp).
_NO_THINKING = {"chat_template_kwargs": {"enable_thinking": False}}
# Ollama's route of this form knows no other way; its own has `think`.
_NO_EFFORT = {"reasoning_effort": "none"}
_UNKNOWN_FIELD = (
    r"chat_template|enable_thinking|reasoning|unrecognized|not permitted|"
    r"(unknown|unexpected|unsupported|extra).{0,30}(field|argument|param|input|name|propert|key)"
)
_TELL_EVERY = 20
_LONG_SECONDS = 5.0


class ChatCompleter:
    """A model server at an address. Connections are made when the first question is asked, and kept.

    Args:
        server: Its address and the model's name; an empty name takes the first that takes pictures.
        request: Time limits, the longest reply, the temperature, and whether the model may think.
        key: The API key, or None; no other key is ever sent.
    """

    pictures_at_once = MOST_PICTURES

    def __init__(
        self,
        *,
        server: ServerSettings,
        request: RequestSettings,
        key: str | None,
        retry: RetryPolicy | None = None,
    ) -> None:
        key = (key or "").strip()
        self._request = request
        self._retry = retry or RetryPolicy()
        self._choice = Choice(server.model)
        self._switches: dict[str, Any] = _NO_THINKING if request.thinking == "off" else {}
        self._connection = Connection(server, key=key, connect_seconds=request.connect_seconds)
        remember_secret(key)

    async def stream(self, prompt: Prompt, *, notify: Notify) -> AsyncGenerator[Piece, None]:
        """See `Completer.stream`; asks again only while nothing has been streamed."""
        deadline = _now() + self._request.timeout_seconds
        began, attempt = False, 1
        while True:
            try:
                async with aclosing(self._ask(prompt, deadline, notify)) as pieces:
                    async for piece in pieces:
                        began = True
                        yield piece
                return
            except CompleterError as error:
                if began:
                    raise
                if self._asks_otherwise(error, notify):
                    continue
                wait = self._retry.wait_seconds(error, attempt=attempt, left=deadline - _now())
                if wait is None:
                    raise self._choice.exhausted(error, self._place()) from error
                trouble = "is busy" if isinstance(error, ServerBusy) else "does not answer"
            notify(f"The server {trouble}, trying again in {max(1, round(wait))} s")
            await self._retry.sleep(wait)
            attempt += 1

    async def identify(self) -> str:
        """See `Completer.identify`; asks for the list of models, which some servers give without a key.

        Raises:
            RequestRejected: the model of the settings is not among those that the server lists.
        """
        await self._list(self._limits(_now() + self._request.timeout_seconds))
        return self._choice.checked(self._place())

    async def close(self) -> None:
        """Close idle connections; a running stream is closed by closing its iterator."""
        await self._connection.close()

    def _asks_otherwise(self, error: CompleterError, notify: Notify) -> bool:
        """Whether the same question may be answered at once when it is put another way."""
        if isinstance(error, PicturesRefused):
            refused = self._choice.name
            if self._choice.pass_on():
                notify(f"{refused} takes no pictures; asking {self._choice.name}")
                return True
        elif isinstance(error, RequestRejected):
            if self._switches and found_in(_UNKNOWN_FIELD, str(error)):
                self._switches = {}
                return True
        elif isinstance(error, Dropped) and self._connection.used:
            self._connection.used = False
            return True
        return False

    async def _ask(self, prompt: Prompt, deadline: float, notify: Notify) -> AsyncGenerator[Piece, None]:
        """One attempt."""
        limits = self._limits(deadline)
        if not self._choice.name:
            await self._list(limits)
            if self._choice.others:
                notify(f"Asking {self._choice.name}, {self._choice.why}")
        with translated(self._place, began=False):
            answer = await limits.first(self._connection.ask(self._body(prompt), model=self._choice.name))
        ending, whole = Ending(), False
        try:
            while True:
                said = await self._hear(answer, limits, ending)
                ending.hear(said)
                if said.seconds:
                    limits.expect(said.seconds)
                    self._foretell(said.seconds, notify)
                if said.reached is not None:
                    notify(_told_reached(*said.reached))
                if said.thought and ending.thoughts % _TELL_EVERY == 1:
                    notify(f"thinking, {counted(ending.thoughts, 'token')}")
                whole = said.finish is not None
                if said.finish is not None and (fault := ending.fault(said.finish, self._place())):
                    raise fault
                finish = None if said is DONE else plain_reason(said.finish)
                if said.text or finish:
                    yield Piece(said.text, finish)
                if whole:
                    return
        finally:
            if whole:
                self._connection.finish(answer)
            else:
                await answer.close()

    async def _hear(self, answer: OpenAnswer, limits: Limits, ending: Ending) -> Said:
        with translated(self._place, began=ending.began):
            if ending.began:
                said = await limits.next(answer.next(), has_text=ending.has_text)
            else:
                said = await limits.first(answer.next())
        if said is None:
            raise cut_off(self._place())
        return said

    def _foretell(self, seconds: float, notify: Notify) -> None:
        """Say before it is waited for how long it will take, where that is long."""
        if seconds >= _LONG_SECONDS:
            most = self._request.timeout_seconds
            short = f", more than viscodex.request.timeoutSeconds ({most:g})" if seconds > most else ""
            notify(f"This takes about {seconds:.0f} s on this machine{short}")

    def _body(self, prompt: Prompt) -> dict[str, Any]:
        effort = _NO_EFFORT if self._switches and self._connection.is_ollama else {}
        return {
            "model": self._choice.name,
            "messages": wire_messages(prompt),
            "max_tokens": self._request.max_tokens,
            "temperature": self._request.temperature,
            "stream": True,
            **self._switches,
            **effort,
        }

    async def _list(self, limits: Limits) -> None:
        with translated(self._place, began=False):
            self._choice.learn(await limits.first(self._connection.list_models()), self._place())

    def _limits(self, deadline: float) -> Limits:
        return Limits(self._request, deadline=deadline, server=self._place().server)

    def _place(self) -> Endpoint:
        return self._connection.place(self._choice.name)


def _told_reached(done: int, total: int) -> str:
    return f"Reading the picture: line {done} of {total}" if total else "Looking for text in the picture"


def _now() -> float:
    return asyncio.get_running_loop().time()
