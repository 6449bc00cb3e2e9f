"""Runs the programs that read the clipboard and the screen: by their arguments, never through a shell, and without the
API key in their environment."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from subprocess import DEVNULL, PIPE

from viscodex_lsp.edges.processes import kill

MOST_COMPLAINT = 4096
_SECRET = "VISCODEX_API_KEY"


class TooMuchOutput(Exception):
    """It wrote more than was allowed."""


@dataclass(frozen=True, slots=True)
class Output:
    """`status` is the exit status, `complaint` the beginning of what went to standard error."""

    status: int
    data: bytes
    complaint: str


async def run_program(
    arguments: Sequence[str], *, environment: Mapping[str, str], most: int, seconds: float
) -> Output:
    """Run it to its end; whatever else happens, it does not outlive the call.

    Args:
        most: Bytes it may write.

    Raises:
        OSError: it cannot be started.
        TimeoutError: it takes longer than `seconds`.
        TooMuchOutput: it writes more than `most`.
    """
    known = {name: value for name, value in environment.items() if name != _SECRET}
    process = await asyncio.create_subprocess_exec(
        *arguments, stdin=DEVNULL, stdout=PIPE, stderr=PIPE, env=known
    )
    try:
        async with asyncio.timeout(seconds):
            return await _read(process, most)
    except BaseException:
        # By its number: asked by its object, Python would reap the process behind asyncio's back.
        kill(process.pid)
        raise
    finally:
        await process.wait()


async def _read(process: asyncio.subprocess.Process, most: int) -> Output:
    assert process.stdout is not None
    assert process.stderr is not None
    complaint = asyncio.ensure_future(process.stderr.read(MOST_COMPLAINT))
    data = bytearray()
    while chunk := await process.stdout.read(1 << 18):
        data += chunk
        if len(data) > most:
            complaint.cancel()
            raise TooMuchOutput
    words = (await complaint).decode("utf-8", errors="replace")
    return Output(await process.wait(), bytes(data), words)
