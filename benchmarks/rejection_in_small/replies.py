"""Several replies of a small model to each picture: one prompt is read, and the replies are spoken side by side."""

import io
import multiprocessing
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import torch
from PIL import Image
from viscodex_model.checkpoint.processor import PictureProcessor, cell_side, load_processor
from viscodex_model.data.pictures import to_whole_cells
from viscodex_model.serve.generation.decoder import Decoder
from viscodex_model.serve.generation.pixels import TableImageProcessor
from viscodex_model.serve.generation.prompt import build_prompt
from viscodex_model.serve.generation.weights import Placement, end_tokens, load_weights
from viscodex_model.serve.protocol.request import ImagePart, ImageUrl, Message

LONGEST = 700
"""Tokens of a reply; one that is longer is cut, and hardly ever right."""
_loaded: list[tuple[PictureProcessor, Decoder, frozenset[int]]] = []


def sample_replies(
    folder: Path, pictures: Sequence[bytes], *, count: int, temperature: float, seed: int
) -> list[list[str]]:
    """`count` replies to each picture (PNG), one process for each core. A temperature of 0 is greedy."""
    spawn = multiprocessing.get_context("spawn")
    seeds = [seed * 100_003 + at for at in range(len(pictures))]
    counts, temperatures = [count] * len(pictures), [temperature] * len(pictures)
    found = []
    with ProcessPoolExecutor(os.cpu_count(), spawn, initializer=_load, initargs=(folder,)) as pool:
        for replies in pool.map(_replies, pictures, counts, temperatures, seeds):
            found.append(replies)
            if len(found) % 20 == 0:
                print(f"{len(found)}/{len(pictures)} answered", file=sys.stderr, flush=True)
    return found


def _load(folder: Path) -> None:
    torch.set_num_threads(1)
    processor = load_processor(folder)
    processor.image_processor = TableImageProcessor(processor.image_processor)
    weights = load_weights(folder, Placement(device="cpu", dtype="float32", threads=1, views=1))
    decoder = Decoder(weights.model, threads=1, speaking_threads=1)
    _loaded.append((processor, decoder, end_tokens(weights.model, processor)))


@torch.inference_mode()
def _replies(png: bytes, count: int, temperature: float, seed: int) -> list[str]:
    (processor, decoder, ends) = _loaded[0]
    with Image.open(io.BytesIO(png)) as opened:
        picture = to_whole_cells(opened.convert("RGB"), cell_side(processor))
    part = ImagePart(type="image_url", image_url=ImageUrl(url="data:,"))
    prompt = build_prompt([Message(role="user", content=[part])], [picture], processor)
    first, memory = decoder.read(prompt, room=LONGEST, gone=lambda: False)
    memory.keys = [keys.repeat(count, 1, 1, 1) for keys in memory.keys]
    memory.values = [values.repeat(count, 1, 1, 1) for values in memory.values]
    dice = torch.Generator().manual_seed(seed)
    logits, said = first.expand(count, -1), [list[int]() for _ in range(count)]
    ended = [False] * count
    for _ in range(LONGEST):
        tokens = _choose(logits, temperature, dice)
        for row, token in enumerate(tokens.tolist()):
            ended[row] = ended[row] or token in ends
            if not ended[row]:
                said[row].append(token)
        if all(ended):
            break
        logits = decoder.step_each(tokens, memory)
    return [processor.tokenizer.decode(tokens, skip_special_tokens=True) for tokens in said]


def _choose(logits: torch.Tensor, temperature: float, dice: torch.Generator) -> torch.Tensor:
    """One token a row of `logits` [rows, vocabulary]."""
    if temperature == 0:
        return logits.argmax(1)
    return torch.multinomial(torch.softmax(logits.float() / temperature, 1), 1, generator=dice)[:, 0]
