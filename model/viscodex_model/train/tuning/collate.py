"""Collates records into batches of tensors: ids, labels (answers only) and picture patches.

A record that cannot be learnt from is told in a sentence and left out of its batch.
"""

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from PIL import Image
from torch import Tensor

from viscodex_model.checkpoint.processor import PictureProcessor
from viscodex_model.core.errors import UserError
from viscodex_model.data.chat import BadRecordError, Turns, pieces_of
from viscodex_model.data.pictures import on_white
from viscodex_model.data.record_shards import RecordPlace, read_place
from viscodex_model.data.records import Record

UNLEARNT = -100
"""The label of a token that is not learnt, in torch's cross entropy."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Example:
    """One conversation: ids, labels, is_picture (1 at a picture's tokens), each [length]; patches and grids."""

    ids: Tensor
    labels: Tensor
    is_picture: Tensor
    patches: Tensor | None
    grids: Tensor | None


def bound_pictures(pictures: Any, max_pixels: int | None) -> None:
    """Let a checkpoint's picture processor make pictures of more pixels smaller; None leaves it as it is."""
    if max_pixels:
        edges = dict(pictures.size) | {"longest_edge": max_pixels}
        pictures.size = edges | {"shortest_edge": min(edges["shortest_edge"], max_pixels)}


class Encoder:
    """Turns records into `Example`s with one checkpoint's processor."""

    def __init__(
        self, processor: PictureProcessor, *, max_tokens: int, max_pixels: int | None = None
    ) -> None:
        self._tokenizer: Any = processor.tokenizer
        self._pictures: Any = processor.image_processor
        self._picture_id = int(processor.image_token_id)
        self._max_tokens = max_tokens
        bound_pictures(self._pictures, max_pixels)

    def __call__(self, record: Record, pictures: Sequence[bytes]) -> Example:
        """Encode one record.

        Raises:
            BadRecordError: it is too long, a picture does not open, or it has another number of pictures than marks.
        """
        patches, grids = self._look(pictures)
        cells = [] if grids is None else [int(one) for one in grids.prod(-1) // self._pictures.merge_size**2]
        ids, labels = self._spell(record, cells)
        if len(ids) > self._max_tokens:
            raise BadRecordError(f"it has {len(ids)} tokens, more than max_tokens ({self._max_tokens})")
        tokens = torch.tensor(ids)
        return Example(tokens, torch.tensor(labels), (tokens == self._picture_id).int(), patches, grids)

    def _look(self, pictures: Sequence[bytes]) -> tuple[Tensor | None, Tensor | None]:
        if not pictures:
            return None, None
        try:
            opened = [on_white(Image.open(io.BytesIO(data))) for data in pictures]
            seen = self._pictures(images=opened, return_tensors="pt")
        except (OSError, ValueError) as error:
            raise BadRecordError(f"a picture cannot be read ({error})") from error
        return seen["pixel_values"], seen["image_grid_thw"]

    def _spell(self, record: Record, cells: list[int]) -> tuple[list[int], list[int]]:
        ids: list[int] = []
        labels: list[int] = []
        left = list(cells)
        for piece in pieces_of(record, self._write, end=self._tokenizer.eos_token):
            for token in self._tokenizer.encode(piece.text, add_special_tokens=False):
                if token != self._picture_id:
                    ids.append(token)
                    labels.append(token if piece.learnt else UNLEARNT)
                elif piece.learnt or not left:
                    raise BadRecordError(f"it has more picture marks than pictures ({len(cells)})")
                else:
                    count = left.pop(0)
                    ids += [token] * count
                    labels += [UNLEARNT] * count
        if left:
            raise BadRecordError(f"it has {len(cells)} pictures and marks for {len(cells) - len(left)}")
        return ids, labels

    def _write(self, turns: Turns) -> str:
        text: str = self._tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
        return text


@dataclass(frozen=True)
class Collator:
    """A batch from places in shards; pads on the right. Runs in the data loader's processes."""

    encoder: Encoder
    pad: int
    read: Callable[[RecordPlace], tuple[Record, tuple[bytes, ...]]] = read_place

    def __call__(self, places: Sequence[RecordPlace]) -> dict[str, Tensor]:
        """One batch.

        Raises:
            UserError: none of its records can be learnt from.
        """
        examples = [one for one in map(self._encode, places) if one is not None]
        if not examples:
            raise UserError(
                f"None of the {len(places)} records of a batch can be learnt from; the first is record "
                f"{places[0].number} of {places[0].shard}. Raise max_tokens, or clean the data with "
                "`viscodex-model data`."
            )
        return join(examples, pad=self.pad)

    def _encode(self, place: RecordPlace) -> Example | None:
        record, pictures = self.read(place)
        try:
            return self.encoder(record, pictures)
        except BadRecordError as error:
            logger.warning("Record %d of %s is left out: %s.", place.number, place.shard, error)
            return None


def join(examples: Sequence[Example], *, pad: int) -> dict[str, Tensor]:
    """Examples as one batch, padded on the right; the keys are those of transformers' models."""
    mask = [torch.ones_like(one.ids) for one in examples]
    batch = {
        "input_ids": _pad([one.ids for one in examples], pad),
        "labels": _pad([one.labels for one in examples], UNLEARNT),
        "attention_mask": _pad(mask, 0),
        "mm_token_type_ids": _pad([one.is_picture for one in examples], 0),
    }
    seen = [(one.patches, one.grids) for one in examples if one.patches is not None and one.grids is not None]
    if seen:
        batch["pixel_values"] = torch.cat([patches for patches, _ in seen])
        batch["image_grid_thw"] = torch.cat([grids for _, grids in seen])
    return batch


def _pad(rows: Sequence[Tensor], filler: int) -> Tensor:
    return torch.nn.utils.rnn.pad_sequence(list(rows), batch_first=True, padding_value=filler)
