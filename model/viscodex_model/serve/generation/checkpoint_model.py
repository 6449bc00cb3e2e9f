"""A checkpoint folder that answers prompts: the processor, the weights and the decoder behind one interface."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from viscodex_model.checkpoint.processor import PictureProcessor, cell_side, load_processor
from viscodex_model.data.pictures import to_whole_cells
from viscodex_model.serve.generation.decoder import Decoder
from viscodex_model.serve.generation.pictures import read_pictures
from viscodex_model.serve.generation.pixels import TableImageProcessor
from viscodex_model.serve.generation.prompt import Prompt, build_prompt
from viscodex_model.serve.generation.sampling import Sampler, Sampling
from viscodex_model.serve.generation.stock_decoder import StockDecoder
from viscodex_model.serve.generation.weights import FAMILY, Placement, end_tokens, load_weights, weight_bytes
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ChatRequest, Message
from viscodex_model.serve.protocol.speech import Cancelled, Piece, speak

# A client that sets no limit gets at most this much.
DEFAULT_TOKENS = 4096
FIRST_REQUEST = ChatRequest(messages=[Message(role="user", content="Hello.")], max_tokens=2)


@dataclass(frozen=True)
class Task:
    """A request made ready: what to read, how to choose tokens, when to end."""

    prompt: Prompt
    sampling: Sampling
    stops: tuple[str, ...]
    limit: int
    seconds: float | None = None

    @property
    def prompt_tokens(self) -> int:
        """The length of the prompt."""
        return self.prompt.length


class CheckpointModel:
    """One loaded checkpoint. `prepare` and `speak` may run in two different threads, each in one at a time."""

    def __init__(
        self,
        processor: PictureProcessor,
        decoder: Decoder | StockDecoder,
        *,
        ends: frozenset[int],
        context: int,
        views: int = 1,
    ) -> None:
        self._processor = processor
        self._decoder = decoder
        self._ends = ends
        self._context = context
        self._views = views
        # A tokenizer of one's own: the other one changes its settings while it encodes, in another thread.
        self._voice = Tokenizer.from_str(processor.tokenizer.backend_tokenizer.to_str())

    def prepare(self, request: ChatRequest) -> Task:
        """Decode the pictures, lay the conversation out and count it.

        Raises:
            Refused: a picture cannot be used, or the conversation does not fit the model's context.
        """
        side = cell_side(self._processor)
        pictures = [to_whole_cells(picture, side) for picture in read_pictures(request.picture_urls)]
        prompt = build_prompt(request.messages, pictures, self._processor, self._views)
        left = self._context - prompt.length
        if left < 1:
            raise Refused(
                400,
                f"The prompt has {prompt.length:,} tokens, {int(prompt.kinds.sum()):,} of them for pictures; this"
                f" model takes {self._context - 1:,}. Send less text, or fewer or smaller pictures.",
                code="context_length_exceeded",
            )
        return Task(
            prompt=prompt,
            sampling=Sampling(request.temperature or 0.0, request.top_p or 1.0, request.seed),
            stops=request.stops,
            limit=min(request.token_limit or DEFAULT_TOKENS, left),
        )

    @torch.inference_mode()
    def speak(self, task: Task, gone: Callable[[], bool]) -> Iterator[Piece]:
        """Write the reply piece by piece; the last piece alone has a `finish`.

        Raises:
            Cancelled: `gone()` became true; it is asked before each token.
        """
        tokens = self._tokens(task, gone)
        yield from speak(tokens, self._decode, ends=self._ends, stops=task.stops, limit=task.limit)

    def _tokens(self, task: Task, gone: Callable[[], bool]) -> Iterator[int]:
        if gone():
            raise Cancelled
        decoder: Any = self._decoder
        logits, memory = decoder.read(task.prompt, room=task.limit, gone=gone)
        sampler = Sampler(task.sampling, device=logits.device)
        while True:
            token = sampler.choose(logits)
            yield token
            if gone():
                raise Cancelled
            logits = decoder.step(token, memory)

    def _decode(self, tokens: Sequence[int]) -> str:
        return self._voice.decode(tokens, skip_special_tokens=True)


def load_checkpoint_model(
    folder: Path, placement: Placement, report: Callable[[str], None]
) -> CheckpointModel:
    """Load `folder` and try it once; `report` is told what is being done.

    Raises:
        UserError: the folder cannot be served; the sentence says why.
    """
    report("reading the tokenizer")
    processor = load_processor(folder)
    processor.image_processor = TableImageProcessor(processor.image_processor)
    report(f"reading {weight_bytes(folder) / 1e6:,.0f} MB of weights")
    weights = load_weights(folder, placement)
    decoder = Decoder if weights.family == FAMILY else StockDecoder
    model = CheckpointModel(
        processor,
        decoder(weights.model, threads=weights.threads, speaking_threads=weights.speaking_threads),
        ends=end_tokens(weights.model, processor),
        context=weights.context,
        views=weights.views,
    )
    report("warming up")
    for _ in model.speak(model.prepare(FIRST_REQUEST), lambda: False):
        pass
    return model
