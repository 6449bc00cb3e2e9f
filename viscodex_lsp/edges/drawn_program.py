"""A plotting program drawn to be compared with a picture, by `viscodex-model draw`: in its sandbox, without network.

A model wrote the program, so this is only done where a person allows it (`truth.runPrograms`).
"""

import asyncio
import base64
import io
import sys
from subprocess import DEVNULL, PIPE

from PIL import Image
from pydantic import BaseModel, ValidationError

from viscodex_lsp.core.errors import NotDrawn
from viscodex_lsp.core.truth.nouns.rendered import Rendered
from viscodex_lsp.edges.processes import kill_session

COMMAND = (sys.executable, "-m", "viscodex_model.cli", "draw", "-", "--json")
LIMIT_SECONDS = 30.0
_MOST_BYTES = 64 * 2**20


class _Answer(BaseModel):
    texts: tuple[str, ...]
    picture: str


async def draw_program(
    program: str, *, limit_seconds: float = LIMIT_SECONDS, command: tuple[str, ...] = COMMAND
) -> tuple[Rendered, tuple[str, ...]]:
    """What `program` draws, and the texts in it, whose places are not known.

    Raises:
        NotDrawn: it draws nothing, takes too long, or there is no sandbox or no matplotlib here.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, start_new_session=True, limit=_MOST_BYTES
    )
    try:
        async with asyncio.timeout(limit_seconds):
            said, _ = await process.communicate(program.encode("utf-8", "replace"))
    except TimeoutError as error:
        raise NotDrawn(f"drawing what the program draws took longer than {limit_seconds:g} s") from error
    finally:
        if process.returncode is None:
            kill_session(process.pid)
            await process.wait()
    if process.returncode:
        raise NotDrawn("the program could not be drawn in the sandbox; viscodex-model draw says why")
    return await asyncio.to_thread(_read, said)


def _read(said: bytes) -> tuple[Rendered, tuple[str, ...]]:
    try:
        answer = _Answer.model_validate_json(said)
        png = base64.b64decode(answer.picture, validate=True)
        with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
            size = image.size
    except (ValidationError, ValueError, OSError) as error:
        raise NotDrawn("the sandbox answered with something else than a picture") from error
    return Rendered(png, *size, (), placed=False), answer.texts
