"""`viscodex-lsp doctor`: each part is ok, or what is wrong and what to do, or (-) that this machine cannot have it."""

import argparse
import os
import platform
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from viscodex_lsp import __version__
from viscodex_lsp.core.asking.probe import COLOURS, ask_colour, names_colour, plain_picture
from viscodex_lsp.core.asking.prose import without_reasoning
from viscodex_lsp.core.errors import NoPicture, RequestRejected, VisCodexError
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.model.completer import Completer
from viscodex_lsp.flow.ask_model import listen
from viscodex_lsp.ports import Ports, api_key, real_ports
from viscodex_lsp.verbs.shell_settings import in_shell_words, read_settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `absent` is what a machine does without, and is no fault of it."""

    part: str
    ok: bool
    sentence: str
    absent: bool = False

    def __str__(self) -> str:
        mark = "-  " if self.absent else "ok " if self.ok else "BAD"
        return f"{mark}  {self.part:<10} {self.sentence}"


def examine(arguments: argparse.Namespace) -> int:
    """Print a line for each part as it is known; exit status 1 where something is wrong, else 0."""
    return event_loop.run(_examine(real_ports(), read_settings(arguments)))


async def _examine(ports: Ports, settings: Settings) -> int:
    findings = [
        Finding(
            "version", ok=True, sentence=f"viscodex-lsp {__version__}, Python {platform.python_version()}"
        )
    ]
    print(findings[0])

    async def note(part: str, look: Callable[[], Awaitable[str]], *, needed: bool = True) -> Finding:
        try:
            finding = Finding(part, ok=True, sentence=in_shell_words(await look()))
        except VisCodexError as error:
            finding = Finding(part, ok=not needed, sentence=in_shell_words(str(error)), absent=not needed)
        print(finding, flush=True)
        findings.append(finding)
        return finding

    await note("display", _look_at_screen, needed=_has_display())
    await note("clipboard", lambda: _look_at_clipboard(ports), needed=_has_display())
    completer = ports.open_completer(settings, api_key())
    try:
        if (await note("model", lambda: _identify(completer, settings))).ok:
            await note("eyesight", lambda: _test_eyesight(completer, settings))
    finally:
        await completer.close()
    for sentence in await _look_for_servers():
        await note("found", partial(_say, sentence))
    return 0 if all(finding.ok for finding in findings) else 1


def _has_display() -> bool:
    """Whether a screen is to be expected: over SSH and in a container there is none, and all else works."""
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    )


async def _look_at_screen() -> str:
    from viscodex_lsp.edges.pictures.screen import diagnose

    return diagnose()


async def _look_at_clipboard(ports: Ports) -> str:
    from viscodex_lsp.edges.pictures.clipboard import diagnose

    tool = diagnose()
    try:
        return f"{tool}; it holds a picture ({len(await ports.read_clipboard()):,} bytes)"
    except NoPicture as error:
        return f"{tool}; {str(error)[:1].lower()}{str(error)[1:]}"


async def _identify(completer: Completer, settings: Settings) -> str:
    name = await completer.identify()
    where = settings.server.url or "the local server"
    return f"{name} at {where}"


async def _look_for_servers() -> list[str]:
    """A sentence for each model server on the usual ports of this machine. None of them is used."""
    from viscodex_lsp.edges.model.found_servers import find_servers

    found = await find_servers()
    return [server.sentence for server in found] or [
        "no other model server is on this machine's usual ports (Ollama, LM Studio, llama.cpp, LocalAI, mlx-vlm)"
    ]


async def _say(sentence: str) -> str:
    return sentence


async def _test_eyesight(completer: Completer, settings: Settings) -> str:
    for colour in COLOURS:
        question = ask_colour(plain_picture(colour))
        reply = await listen(completer, question, notify=_ignore, heard=lambda _: None)
        said, _ = without_reasoning(reply.text)
        if reply.text.strip() and not said.strip():
            raise RequestRejected(
                "the model wrote nothing but its reasoning, so whether it sees is not known. Raise "
                "viscodex.request.maxTokens, or choose a model that does not reason in viscodex.server.model."
            )
        if not names_colour(said, colour):
            raise NoPicture(
                f"the model did not recognise a {colour} square: it cannot see, or its server drops pictures. "
                "Serve a vision-language model."
            )
    # Only a question that was answered shows this: some servers list their models to anybody.
    key = "; the key is accepted" if settings.server.url and api_key() else ""
    return f"the model told {' and '.join(COLOURS)} squares apart{key}"


def _ignore(message: str) -> None:
    if sys.stderr.isatty():
        print(f"     {in_shell_words(message)}", file=sys.stderr)
