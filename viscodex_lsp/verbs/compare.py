"""`viscodex-lsp compare FILE --image PNG`: how like a picture a file is, without asking a model.

With `--batch` many are compared: a JSON object a line on standard input, its answer a line on standard output.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from viscodex_lsp.core.errors import UsageError, VisCodexError
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.truth.nouns.likeness import Likeness
from viscodex_lsp.core.truth.nouns.made import Made, made_file
from viscodex_lsp.core.truth.telling import described, to_json
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.documents import read_document
from viscodex_lsp.flow.comparing import Reading, begin_reading, compare
from viscodex_lsp.flow.pictures import prepare
from viscodex_lsp.ports import real_ports
from viscodex_lsp.verbs.shell_settings import in_shell_words, read_settings


class Pair(BaseModel):
    """A line of a batch: the picture's path, and code in `language` (an LSP identifier)."""

    model_config = ConfigDict(frozen=True)

    image: Path
    text: str
    language: str


def compare_file(arguments: argparse.Namespace) -> int:
    """Print the likeness; exit status 0 compared, 1 not compared.

    Raises:
        UsageError: neither one file with its picture nor a batch is named.
        VisCodexError: the file or the picture cannot be used.
    """
    settings = read_settings(arguments)
    if arguments.batch:
        return event_loop.run(_compare_lines(sys.stdin, settings))
    if not arguments.file or not arguments.image:
        raise UsageError("Name a file and its picture, FILE --image PNG, or --batch for lines of JSON.")
    path = Path(arguments.file)
    document = read_document(path)
    made = made_file(document.text, document.language)
    likeness = event_loop.run(_one(Path(arguments.image), made, settings, path=path.resolve()))
    print(json.dumps(to_json(likeness)) if arguments.json else "\n".join(described(likeness)))
    return 0 if likeness.compared else 1


async def _one(image: Path, made: Made, settings: Settings, *, path: Path | None = None) -> Likeness:
    comparer = _Comparer(settings)
    try:
        return await comparer.compare(image, made, path)
    finally:
        comparer.close()


async def _compare_lines(lines: Iterable[str], settings: Settings) -> int:
    comparer = _Comparer(settings)
    compared = True
    try:
        for number, line in enumerate(lines, 1):
            answer = await _answer(line, number, comparer)
            compared &= answer.get("value") is not None
            print(json.dumps(answer), flush=True)
    finally:
        comparer.close()
    return 0 if compared else 1


async def _answer(line: str, number: int, comparer: "_Comparer") -> dict[str, Any]:
    """The likeness of a line's pair, or the sentence that says why there is none."""
    try:
        pair = Pair.model_validate_json(line)
        made = made_file(pair.text, language_of(pair.language).id)
        return to_json(await comparer.compare(pair.image, made, None))
    except ValidationError:
        return {"value": None, "sentence": f"line {number} is no object with image, text and language"}
    except VisCodexError as error:
        return {"value": None, "sentence": in_shell_words(str(error))}


class _Comparer:
    """Compares code with pictures. A picture that comes several times in a row is read once."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._ports = settings, real_ports()
        self._last: tuple[bytes, Reading] | None = None

    async def compare(self, image: Path, made: Made, path: Path | None) -> Likeness:
        """The likeness. A person named the file: it is theirs, whatever engine would answer with these settings."""
        reading, ports = await self._reading(image, made.language), self._ports
        return await compare(
            reading, made, answered_by="model", ports=ports, settings=self._settings, path=path
        )

    def close(self) -> None:
        """End what reads and draws."""
        self._forget()
        self._ports.close()

    async def _reading(self, image: Path, language: str) -> Reading:
        data = await asyncio.to_thread(self._ports.read_file, image.absolute(), None)
        if self._last is None or self._last[0] != data:
            self._forget()
            settings, ports = self._settings, self._ports
            picture = await prepare(data, origin=image.name, max_pixels=settings.picture.max_pixels)
            reading = begin_reading(
                [picture], language=language, ports=ports, settings=settings, notify=lambda _: None
            )
            self._last = (data, reading)
        return self._last[1]

    def _forget(self) -> None:
        if self._last is not None:
            self._last[1].stop()
            self._last = None
