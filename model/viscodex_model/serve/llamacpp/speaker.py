"""llama.cpp behind the local server's port for models: prepares a request and passes its answer on."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PIL import Image

from viscodex_model.checkpoint.gguf.pair import GgufPair, open_pair
from viscodex_model.core.errors import UserError
from viscodex_model.serve.generation.pictures import read_pictures
from viscodex_model.serve.llamacpp import conversation, legible
from viscodex_model.serve.llamacpp.engine import Engine, EngineSettings
from viscodex_model.serve.llamacpp.machine import check_memory, check_processor, say_if_busy, usual_threads
from viscodex_model.serve.llamacpp.speed import SpeedFile, default_place, measured_speed
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest, Message
from viscodex_model.serve.protocol.speech import Cancelled, Piece

log = logging.getLogger(__name__)
CONTEXT = 8192
# The longest reply, where a client sets no limit.
DEFAULT_TOKENS = 4096
# A smaller model reads a picture in a moment, and reads small letters worse than a large one.
_LARGE = 500_000_000
_SAMPLE_CELLS = 8
# Tokens that are read at once. Of a state the engine keeps a copy one batch before the prompt's end: with a short one
# the picture, which stands before the text, need not be read again.
_BATCH, _STATE_BATCH = 256, 64
# Of what a person waits for, before code is there to look at.
_USUAL_REPLY = 200
_CHARACTERS_A_TOKEN = 3


@dataclass(frozen=True)
class GgufOptions:
    """How to serve a GGUF file. None: the mmproj beside it, all physical cores but one."""

    path: Path
    projector: Path | None = None
    threads: int | None = None
    context: int = CONTEXT


@dataclass(frozen=True)
class LlamaTask:
    """A request made ready: the engine's body, and how long it is likely to take on this machine."""

    body: dict[str, Any]
    prompt_tokens: int
    seconds: float | None
    pictures: tuple[int, ...] = ()


class LlamaSpeaker:
    """One model of two GGUF files. `prepare` and `speak` may run in two different threads."""

    def __init__(self, options: GgufOptions, pair: GgufPair) -> None:
        threads = options.threads or usual_threads()
        self._options = options
        self._pair = pair
        self._stamp = _stamp(pair)
        limit = int(pair.text.setting("context_length") or options.context)
        self._context = min(options.context, limit)
        batch = _STATE_BATCH if pair.keeps_state else _BATCH
        self._engine = Engine(
            EngineSettings(str(pair.text.path), str(pair.projector.path), threads, self._context, batch)
        )
        self._known: tuple[int, ...] = ()
        parameters = sum(tensor.numel for tensor in pair.text.tensors.values())
        self._scales = parameters >= _LARGE
        self._speeds = SpeedFile(default_place(), f"{pair.text.path.name}:{pair.nbytes}:{threads}")

    def load(self, report: Callable[[str], None]) -> None:
        """Load the files, and measure the machine if that was never done.

        Raises:
            UserError: the engine cannot load them.
        """
        self._engine.start()
        self._engine.wait()
        if self._speeds.read() is None:
            report("measuring how fast this machine is")
            side = self._pair.cell_side * _SAMPLE_CELLS
            sample = Image.new("RGB", (side, side), "white")
            body = conversation.engine_body(
                ChatRequest(messages=[Message(role="user", content="Hi")]),
                [_asking(sample)],
                limit=8,
            )
            for _ in self._pieces(body, lambda: False):
                pass

    def prepare(self, request: ChatRequest) -> LlamaTask:
        """Decode the pictures, bring them to the size in which they are seen, and lay the request out.

        Raises:
            Refused: a picture cannot be used, or there is no room for a reply.
        """
        self._check_files()
        side, most = self._pair.cell_side, self._context // 2
        pictures = [self._fitted(picture, side, most) for picture in read_pictures(request.picture_urls)]
        cells = conversation.count_cells(pictures, side)
        messages = conversation.engine_messages(request.messages, pictures)
        prompt = cells + sum(len(text) for text in _texts(messages)) // _CHARACTERS_A_TOKEN
        if cells >= self._context:
            raise Refused(
                400,
                f"The pictures take {cells:,} tokens; this model takes {self._context - 1:,}. Send fewer.",
                code="context_length_exceeded",
            )
        speed = self._speeds.read()
        shown = tuple(hash(picture.tobytes()) for picture in pictures)
        # The engine still knows the pictures of the last question, and reads only what is new.
        unread = prompt - cells if shown == self._known else prompt
        seconds = speed.seconds(prompt=unread, reply=_USUAL_REPLY) if speed else None
        body = conversation.engine_body(request, messages, limit=DEFAULT_TOKENS)
        return LlamaTask(body, prompt, seconds, shown)

    def speak(self, task: LlamaTask, gone: Callable[[], bool]) -> Iterator[Piece]:
        """The reply piece by piece; the last one alone has a `finish`.

        Raises:
            Cancelled: `gone()` became true; the engine is free again.
            Refused: the engine refuses the request, or has ended.
        """
        if gone():
            raise Cancelled
        self._known = ()
        try:
            for piece in self._pieces(task.body, gone):
                self._known = task.pictures
                yield piece
        except UserError as error:  # it had to be started again, and cannot be
            raise Refused(503, str(error)) from error

    def close(self) -> None:
        """End the engine."""
        self._engine.close()

    def _pieces(self, body: dict[str, Any], gone: Callable[[], bool]) -> Iterator[Piece]:
        written, finish = 0, "stop"
        usage: dict[str, Any] = {}
        for event in self._engine.stream(body, gone):
            if "error" in event:
                raise Refused(500, f"llama.cpp failed: {event['error'].get('message', 'no reason given')}")
            for choice in event.get("choices", ()):
                finish = choice.get("finish_reason") or finish
                if text := choice.get("delta", {}).get("content"):
                    written += 1
                    yield Piece(text, written)
            usage = event.get("usage") or usage
            if measured := measured_speed(event.get("timings") or {}):
                self._speeds.note(measured)
        ending: Literal["stop", "length"] = "length" if finish == "length" else "stop"
        yield Piece("", int(usage.get("completion_tokens", written)), ending, read=usage.get("prompt_tokens"))

    def _fitted(self, picture: Image.Image, side: int, most: int) -> Image.Image:
        cells = picture.width * picture.height / side**2
        scale = 1.0
        if self._scales and cells > legible.WORTH_TOKENS:
            scale = legible.legible_scale(legible.line_heights(picture))
        return conversation.fitted(picture, side=side, most_cells=most, scale=scale)

    def _check_files(self) -> None:
        """Load the files again where they are others than those that were loaded.

        Raises:
            Refused: what is there now cannot be served.
        """
        if _stamp(self._pair) == self._stamp:
            return
        self._engine.close()
        try:
            pair = open_pair(self._options.path, projector=self._options.projector)
            check_memory(pair, self._context)
        except UserError as error:
            raise Refused(503, f"The model was replaced while it was served. {error}") from error
        log.warning("the model was replaced while it was served, and is loaded again")
        self._pair, self._stamp = pair, _stamp(pair)
        self._engine.start()


def load_gguf(options: GgufOptions, report: Callable[[str], None]) -> LlamaSpeaker:
    """Check and load the model of `options`; `report` is told what is being done.

    Raises:
        UserError: it cannot be served; the sentence says why.
    """
    pair = check_gguf(options)
    busy = say_if_busy()
    report(f"reading {pair.nbytes / 1e6:,.0f} MB of weights" + (f"; {busy}" if busy else ""))
    speaker = LlamaSpeaker(options, pair)
    try:
        speaker.load(report)
    except UserError:
        speaker.close()
        raise
    return speaker


def check_gguf(options: GgufOptions) -> GgufPair:
    """Refuse, without loading anything, what cannot be served.

    Raises:
        UserError: a file is missing, damaged or another model's, or the machine is too small for it.
    """
    check_processor()
    pair = open_pair(options.path, projector=options.projector)
    check_memory(pair, options.context)
    return pair


def _stamp(pair: GgufPair) -> tuple[tuple[int, int, int], ...]:
    """What changes when a file is replaced or written to; zeros where it is gone."""
    stamps = []
    for path in (pair.text.path, pair.projector.path):
        try:
            found = path.stat()
            stamps.append((found.st_ino, found.st_size, found.st_mtime_ns))
        except OSError:
            stamps.append((0, 0, 0))
    return tuple(stamps)


def _texts(messages: list[dict[str, Any]]) -> Iterator[str]:
    for message in messages:
        if isinstance(message["content"], str):
            yield message["content"]
        else:
            yield from (part["text"] for part in message["content"] if part["type"] == "text")


def _asking(picture: Image.Image) -> dict[str, Any]:
    """A turn with one picture."""
    part = {"type": "image_url", "image_url": {"url": conversation.data_uri(picture)}}
    return {"role": "user", "content": [part, {"type": "text", "text": "What is this?"}]}
