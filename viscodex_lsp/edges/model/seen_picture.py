"""What the reader sees in a picture, as the nouns that it is compared by."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from viscodex_lsp.core.errors import NotRead
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.likeness import RGB, Box
from viscodex_lsp.core.truth.nouns.seen import Kind, Seen, SeenLine, SeenWord, stacked
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.edges.model.local_server import COMMAND
from viscodex_lsp.edges.model.reader_client import ask_reader

_Box = tuple[float, float, float, float]
_Color = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$"), AfterValidator(str.lower)]


class _Word(BaseModel):
    text: str
    box: _Box
    confidence: float


class _Line(BaseModel):
    text: str
    box: _Box
    confidence: float
    ink: _Color
    ground: _Color
    words: tuple[_Word, ...]


class _Answer(BaseModel):
    kind: Kind
    width: int
    height: int
    lines: tuple[_Line, ...]
    code: str = ""
    language: str = "plaintext"


async def see_picture(
    picture: Picture,
    settings: Settings,
    notify: Notify,
    *,
    place: Path | None = None,
    command: Sequence[str] = COMMAND,
) -> Seen:
    """All parts of a picture, read by the local server, as one.

    Raises:
        NotRead: no answer came that can be relied on.
        NoLocalServer: the server cannot be started.
    """
    answers = [
        await ask_reader(part, settings, notify, place=place, command=command) for part in picture.parts
    ]
    return await asyncio.to_thread(lambda: stacked([seen_of(answer) for answer in answers]))


def seen_of(answer: bytes) -> Seen:
    """What `POST /v1/read` answered, checked.

    Raises:
        NotRead: it is not of the form that is expected.
    """
    try:
        read = _Answer.model_validate_json(answer)
    except ValidationError as error:
        raise NotRead("the local server's answer has another form") from error
    return Seen(read.width, read.height, read.kind, tuple(map(_line, read.lines)), read.code, read.language)


def _line(line: _Line) -> SeenLine:
    words = tuple(SeenWord(word.text, Box(*word.box), word.confidence) for word in line.words)
    return SeenLine(line.text, Box(*line.box), line.confidence, _rgb(line.ink), _rgb(line.ground), words)


def _rgb(color: str) -> RGB:
    return RGB(*bytes.fromhex(color[1:]))
