"""Asks a model for its replies to pictures: the local server's model, greedy, one process per core."""

import base64
import io
import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image
from viscodex_model.data.synth.render import Pixels
from viscodex_model.serve.generation.checkpoint_model import CheckpointModel, load_checkpoint_model
from viscodex_model.serve.generation.weights import Placement
from viscodex_model.serve.protocol.request import ChatRequest

LONGEST = 1000
"""Tokens of a reply; the longest true answer of the held-out sets has 861."""
_loaded: list[CheckpointModel] = []
"""The model of one process of the pool."""


class Reader:
    """A model and how it is asked: in so many `views` of a picture (the server's own choice where None)."""

    def __init__(self, folder: Path, *, views: int | None = None, longest: int = LONGEST) -> None:
        self._folder = folder
        self._views = views
        self._longest = longest
        self.rate = 0.0
        """Tokens a second of one reply, its prompt's reading included; other processes ran beside it."""

    def read(self, pictures: Sequence[Pixels]) -> list[str]:
        """The reply to each picture."""
        replies, tokens, seconds = [], 0, 0.0
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            os.cpu_count(), spawn, initializer=load_model, initargs=(self._folder, self._views)
        ) as pool:
            asked = pool.map(reply_to, pictures, [self._longest] * len(pictures))
            for number, (reply, written, spent) in enumerate(asked, start=1):
                replies.append(reply)
                tokens, seconds = tokens + written, seconds + spent
                if number % 20 == 0 or number == len(pictures):
                    print(f"{number}/{len(pictures)} read", file=sys.stderr, flush=True)
        self.rate = round(tokens / seconds, 1)
        return replies


def load_model(folder: Path, views: int | None) -> None:
    """Load the model of this process, which `reply_to` asks."""
    placement = Placement(device="cpu", dtype="float32", threads=1, views=views)
    _loaded.append(load_checkpoint_model(folder, placement, lambda _: None))


def reply_to(pixels: Pixels, longest: int) -> tuple[str, int, float]:
    """The reply, its tokens and its seconds."""
    (model,) = _loaded
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "PNG", compress_level=1)
    url = f"data:image/png;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    asked = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}
    request = ChatRequest.model_validate({"messages": [asked], "max_tokens": longest})
    began = time.monotonic()
    pieces = list(model.speak(model.prepare(request), lambda: False))
    return "".join(piece.text for piece in pieces), pieces[-1].tokens, time.monotonic() - began
