"""The ACP agent: a prompt with a picture becomes a diff, and is written after the person said yes.

It is no assistant: a prompt without a picture changes the last patch of its session, or is answered with what to send.
Protocol: https://agentclientprotocol.com, version 1, by the official package.
"""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acp import (
    PROTOCOL_VERSION,
    InitializeResponse,
    NewSessionResponse,
    PromptResponse,
    RequestError,
    start_tool_call,
    tool_diff_content,
    update_agent_message_text,
    update_agent_thought_text,
    update_tool_call,
)
from acp.interfaces import Client
from acp.schema import (
    AgentCapabilities,
    AllowedOutcome,
    ClientCapabilities,
    Implementation,
    PermissionOption,
    PromptCapabilities,
    ToolCallLocation,
    ToolCallUpdate,
)

from viscodex_lsp import __version__
from viscodex_lsp.agents.acp_files import ClientFiles
from viscodex_lsp.agents.acp_prompt import AcpPrompt, Block, read_prompt
from viscodex_lsp.agents.folders import folders_for
from viscodex_lsp.agents.made import Made
from viscodex_lsp.agents.order import Order
from viscodex_lsp.agents.texts import WRITTEN, headline, likeness_of, notes_of, refusal_text
from viscodex_lsp.agents.work import Work
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.nouns import Refusal
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.roots import home_folder
from viscodex_lsp.ports import Ports
from viscodex_lsp.verbs.shell_settings import in_shell_words

logger = logging.getLogger(__name__)

HELP = (
    "Send a picture (paste it, or drag it in) with the file that it is for: mention the file as @path, with "
    "@path:12-20 for the lines to replace. Then, without a picture, say what to change."
)
LEFT = "The file was left as it is."
OPTIONS = (
    PermissionOption(option_id="write", name="Write it", kind="allow_once"),
    PermissionOption(option_id="leave", name="Leave the file as it is", kind="reject_once"),
)


@dataclass
class AcpSession:
    """One conversation: its folders, the work done in it, and the prompt that runs."""

    folders: tuple[Path, ...]
    work: Work
    running: "asyncio.Task[str] | None" = None


class AcpAgent:
    """Implements what this agent offers of `acp.Agent`; the package answers the rest with "method not found"."""

    def __init__(self, ports: Ports, settings: Settings, *, named_roots: Sequence[Path] = ()) -> None:
        self._ports, self._settings, self._named = ports, settings, tuple(named_roots)
        self._sessions: dict[str, AcpSession] = {}
        self._capabilities = ClientCapabilities()
        self._client: Client | None = None

    def on_connect(self, conn: Client) -> None:
        """Keep the client: files are read through it, and permission is asked of it."""
        self._client = conn

    async def initialize(
        self, protocol_version: int, client_capabilities: ClientCapabilities | None = None, **_: Any
    ) -> InitializeResponse:
        """Say what can be sent: pictures and mentioned files."""
        self._capabilities = client_capabilities or ClientCapabilities()
        return InitializeResponse(
            protocol_version=min(protocol_version, PROTOCOL_VERSION) or PROTOCOL_VERSION,
            agent_capabilities=AgentCapabilities(
                prompt_capabilities=PromptCapabilities(image=True, embedded_context=True)
            ),
            agent_info=Implementation(name="viscodex", title="VisCodex", version=__version__),
        )

    async def new_session(
        self, cwd: str, additional_directories: list[str] | None = None, **_: Any
    ) -> NewSessionResponse:
        """Open a conversation about the project in `cwd`."""
        told = [Path(folder).absolute().as_uri() for folder in (cwd, *(additional_directories or ()))]
        try:
            folders = folders_for(self._named, told, here=Path(cwd), home=home_folder())
        except VisCodexError as error:
            raise RequestError(-32602, in_shell_words(str(error))) from error
        name = secrets.token_hex(8)
        files = ClientFiles(self._known_client(), name, self._capabilities.fs)
        self._sessions[name] = AcpSession(folders, Work(self._ports, self._settings, files, told_on=False))
        return NewSessionResponse(session_id=name)

    async def prompt(self, session_id: str, prompt: list[Block], **_: Any) -> PromptResponse:
        """Answer one prompt; the turn ends when the person has decided about its patch."""
        session = self._sessions.get(session_id)
        if session is None:
            raise RequestError.invalid_params({"sessionId": "there is no such session"})
        turn = AcpTurn(self._known_client(), session_id, session)
        session.running = asyncio.ensure_future(turn.take(prompt))
        try:
            words = await session.running
        except asyncio.CancelledError:
            return PromptResponse(stop_reason="cancelled")
        except VisCodexError as error:
            logger.log(error.log_level, "%s", type(error).__name__)
            words = in_shell_words(str(error))
        finally:
            session.running = None
        await turn.say(words)
        return PromptResponse(stop_reason="end_turn")

    async def cancel(self, session_id: str, **_: Any) -> None:
        """End the prompt that runs in a session; nothing is written."""
        session = self._sessions.get(session_id)
        if session is not None and session.running is not None:
            session.running.cancel()

    async def close(self) -> None:
        """Release what the sessions hold."""
        for session in self._sessions.values():
            await session.work.close()

    def _known_client(self) -> Client:
        if self._client is None:
            raise RequestError.internal_error()
        return self._client


class AcpTurn:
    """One prompt and its answer."""

    def __init__(self, client: Client, name: str, session: AcpSession) -> None:
        self._client, self._name, self._session = client, name, session
        self._told: set[asyncio.Task[None]] = set()

    async def take(self, blocks: Sequence[Block]) -> str:
        """Make the patch, show it, ask, and write it; a sentence for the person comes back.

        Raises:
            VisCodexError: with the sentence of whatever went wrong.
        """
        asked = read_prompt(blocks, self._session.folders)
        last = next(reversed(self._session.work.made), None)
        if not asked.pictures and last is not None and asked.words:
            result = await self._session.work.refine(
                last, asked.words, folders=self._session.folders, write=False, notify=self._think
            )
        elif not asked.pictures or not asked.file:
            return HELP
        else:
            result = await self._session.work.patch(
                _order(asked), folders=self._session.folders, notify=self._think
            )
        if isinstance(result, Refusal):
            return refusal_text(result)
        return await self._deliver(result)

    async def say(self, words: str) -> None:
        """Tell the person."""
        for told in list(self._told):
            with contextlib.suppress(RequestError):
                await told
        await self._client.session_update(session_id=self._name, update=update_agent_message_text(words))

    async def _deliver(self, made: Made) -> str:
        call = f"{self._name}-{made.name}"
        await self._client.session_update(
            session_id=self._name,
            update=start_tool_call(
                call,
                f"{made.suggestion.summary} for {made.shown_path}",
                kind="edit",
                status="pending",
                content=[
                    tool_diff_content(
                        str(change.path), change.data.decode("utf-8", errors="replace"), change.old
                    )
                    for change in made.changes
                    if isinstance(change.new, str)
                ],
                locations=[ToolCallLocation(path=str(change.path)) for change in made.changes],
            ),
        )
        written = False
        try:
            written = await self._may_write(call)
            if written:
                made = await self._session.work.write(made)
        finally:
            update = update_tool_call(call, status="completed" if made.written else "failed")
            await self._client.session_update(session_id=self._name, update=update)
        state = WRITTEN if made.written else LEFT
        return "\n".join((headline(made), *likeness_of(made), state, *notes_of(made)))

    async def _may_write(self, call: str) -> bool:
        answer = await self._client.request_permission(
            session_id=self._name, tool_call=ToolCallUpdate(tool_call_id=call), options=list(OPTIONS)
        )
        return isinstance(answer.outcome, AllowedOutcome) and answer.outcome.option_id == "write"

    def _think(self, message: str) -> None:
        """Show what is going on, in order, beside the work."""
        update = update_agent_thought_text(f"{message}\n")
        task = asyncio.ensure_future(self._client.session_update(session_id=self._name, update=update))
        self._told.add(task)
        task.add_done_callback(self._told.discard)


def _order(asked: AcpPrompt) -> Order:
    return Order(asked.pictures, asked.file, asked.line, asked.lines, instruction=asked.words)
