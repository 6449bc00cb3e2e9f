"""Compares what was made with the picture that it was made from, for the language server, the shell and agents alike.

The picture is read beside the model's answer (`begin_reading`), so that comparing adds little to the wait. All of it is
bounded: what takes too long, or cannot be done here, is "not measured" with its reason, and the way goes on.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from viscodex_lsp.core.errors import NotRead, TooHardToParse, VisCodexError
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.likeness import Likeness, Part, not_compared
from viscodex_lsp.core.truth.made import Made
from viscodex_lsp.core.truth.measure import measure
from viscodex_lsp.core.truth.seen import Seen, stacked
from viscodex_lsp.core.truth.showing.showing import read_shown
from viscodex_lsp.edges.bounded_work import run_bounded
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.ports import Ports

# Beyond the model's answer nobody waits longer for the reading.
READ_SECONDS = 20.0
NOT_INSTALLED = "the reader is not installed"

Answerer = Literal["model", "reader"]


@dataclass(frozen=True, slots=True)
class Reading:
    """Pictures that are being read, beside whatever else goes on."""

    pictures: tuple[Picture, ...]
    task: "asyncio.Task[Seen]"

    def stop(self) -> None:
        """Nobody needs it any more."""
        self.task.cancel()


def begin_reading(
    pictures: Sequence[Picture], *, ports: Ports, settings: Settings, notify: Notify
) -> Reading:
    """Start to read `pictures`; several are taken for one below the other. Stop it, or hand it to `compare`."""
    task = asyncio.create_task(_read(pictures, ports, settings, notify))
    # A reading that failed and that nobody asked for is no error of the program.
    task.add_done_callback(lambda done: done.cancelled() or done.exception())
    return Reading(tuple(pictures), task)


async def compare(
    reading: Reading, made: Made, *, answered_by: Answerer, ports: Ports, settings: Settings
) -> Likeness:
    """How like the pictures of `reading` what was made is.

    Where the reader itself answered, its words are its own and say nothing: only the rendering is measured.
    """
    del ports, settings
    try:
        async with asyncio.timeout(READ_SECONDS):
            seen = await asyncio.shield(reading.task)
    except TimeoutError:
        reading.stop()
        return not_compared(f"reading the picture took longer than {READ_SECONDS:.0f} s")
    except NotRead as error:
        return not_compared(error.reason)
    except VisCodexError:
        return not_compared("the reader cannot be started")
    try:
        likeness = await run_bounded(_measured, len(made.text), seen, made)
    except TooHardToParse as error:
        return not_compared(f"comparing was given up ({error.reason})")
    return _of_the_reader(likeness) if answered_by == "reader" else likeness


def answerer(settings: Settings) -> Answerer:
    """Who answers with these settings."""
    return "model" if settings.server.url or settings.embedded.folder else "reader"


async def _read(pictures: Sequence[Picture], ports: Ports, settings: Settings, notify: Notify) -> Seen:
    if not ports.can_read():
        raise NotRead(NOT_INSTALLED)
    return stacked([await ports.see_picture(picture, settings, notify) for picture in pictures])


def _measured(seen: Seen, made: Made) -> Likeness:
    return measure(seen, read_shown(made))


def _of_the_reader(likeness: Likeness) -> Likeness:
    part = Part(None, "the reader made this, and would judge its own words")
    return replace(likeness, words=part, lines=part, value=None, missing=(), invented=())
