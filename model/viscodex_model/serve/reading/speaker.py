"""The reader behind the server's port for models: prepares a request and speaks its answer."""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from queue import SimpleQueue

from viscodex_model.core.errors import UserError
from viscodex_model.read import Kind, Reading, read_picture
from viscodex_model.read.picture.pixels import load_pixels
from viscodex_model.read.recognition.engine import Engine, OnnxEngine, Stopped, shared_engine
from viscodex_model.read.recognition.remembering import RememberingEngine
from viscodex_model.read.recognition.telling import Told
from viscodex_model.read.secrets import Secret, search_secrets
from viscodex_model.serve.protocol.data_uri import check_count, picture_bytes
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest
from viscodex_model.serve.protocol.speech import Cancelled, Piece, Reached
from viscodex_model.serve.reading.question import Question, read_question
from viscodex_model.serve.reading.reply import word_reply


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A request whose pictures are decoded from base64, but not looked at yet."""

    question: Question
    pictures: tuple[bytes, ...]
    prompt_tokens: int = 0
    seconds: float | None = None


class ReaderSpeaker:
    """Answers chat requests by reading their pictures."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def prepare(self, request: ChatRequest) -> ReadingTask:
        """Raises Refused where there is no picture, or one is not sent as data."""
        question = read_question(request)
        urls = list(question.pictures)
        check_count(urls)
        if not urls:
            raise Refused(400, "The reader copies what pictures show. Send a picture with the request.")
        return ReadingTask(question, tuple(picture_bytes(url, number) for number, url in enumerate(urls, 1)))

    def speak(self, task: ReadingTask, gone: Callable[[], bool]) -> Iterator[Piece]:
        """The reply in one piece, after pieces that say how far the reading is; raises Cancelled where nobody waits any
        more, Refused for a picture that is none."""
        text = task.question.answered
        if text is None:
            readings = []
            for number, data in enumerate(task.pictures):
                # Regions are those of the first picture: nothing says of which one a region is.
                question = replace(task.question, cut_outs=task.question.cut_outs and number == 0)
                readings.append((yield from self._read_telling(data, question, gone)))
            text = word_reply(readings, task.question)
        yield Piece(text, len(text.split()), "stop")

    def read(
        self, data: bytes, gone: Callable[[], bool], *, kind: Kind | None, language: str | None
    ) -> Reading:
        """One picture, as `/v1/read` asks for it."""
        return self._read(data, Question((), language, kind, "", frozenset()), gone)

    def find_secrets(self, data: bytes, gone: Callable[[], bool], *, addresses: bool) -> tuple[Secret, ...]:
        """Where secrets stand in one picture, so that they can be covered."""
        try:
            return search_secrets(load_pixels(data), self._engine, addresses=addresses, stop=gone)
        except Stopped:
            raise Cancelled from None
        except UserError as error:
            raise Refused(400, str(error)) from None

    def _read_telling(
        self, data: bytes, question: Question, gone: Callable[[], bool]
    ) -> Generator[Piece, None, Reading]:
        """Reads in a thread of its own, and yields how far that is."""
        news: SimpleQueue[Reached | None] = SimpleQueue()
        with ThreadPoolExecutor(1, thread_name_prefix="reading") as pool:
            reading = pool.submit(
                self._read, data, question, gone, lambda done, total: news.put(Reached(done, total))
            )
            reading.add_done_callback(lambda _: news.put(None))
            while (reached := news.get()) is not None:
                yield Piece("", 0, reached=reached)
            return reading.result()

    def _read(
        self, data: bytes, question: Question, gone: Callable[[], bool], progress: Told | None = None
    ) -> Reading:
        try:
            return read_picture(
                data,
                kind=question.kind,
                language=question.language,
                names=question.names,
                engine=self._engine,
                stop=gone,
                tailwind=question.tailwind,
                cut_outs=question.cut_outs,
                progress=progress,
            )
        except Stopped:
            raise Cancelled from None
        except UserError as error:
            raise Refused(400, str(error)) from None


def load_reader(*, threads: int | None = None) -> ReaderSpeaker:
    """The reader with its networks loaded; `threads` bounds those of the recognition."""
    return ReaderSpeaker(RememberingEngine(OnnxEngine(threads=threads)) if threads else _shared())


@cache
def _shared() -> RememberingEngine:
    return RememberingEngine(shared_engine())
