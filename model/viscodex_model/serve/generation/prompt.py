"""Encodes a chat and its pictures as the tensors a model reads.

Control tokens that a user wrote as text stay text: they are spelt out in ordinary tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from jinja2 import TemplateError
from PIL import Image
from torch import Tensor

from viscodex_model.checkpoint.processor import PictureProcessor
from viscodex_model.data.pictures import shifted
from viscodex_model.serve.generation.views import SHIFTS
from viscodex_model.serve.protocol.refusal import Refused
from viscodex_model.serve.protocol.request import ImagePart, Message


@dataclass(frozen=True)
class Prompt:
    """One conversation as a model reads it.

    `ids` and `kinds` (0 text, 1 picture) are [1, length]; `pixels` is [views * patches, patch size], one view of all
    pictures after another; `grids` is [pictures, 3] in patches (time, height, width).
    """

    ids: Tensor
    kinds: Tensor
    pixels: Tensor | None
    grids: Tensor | None
    views: int = 1

    @property
    def length(self) -> int:
        """Tokens, those of pictures included."""
        return int(self.ids.shape[1])


def build_prompt(
    messages: Sequence[Message],
    pictures: Sequence[Image.Image],
    processor: PictureProcessor,
    views: int = 1,
) -> Prompt:
    """Lay `messages` and `pictures` (RGB, in the order of their parts) out by the checkpoint's chat template.

    A template that shows fewer pictures than it was given is taken to show the last ones. These are shown in so many
    `views`, moved as `SHIFTS` says; without pictures there is one.

    Raises:
        Refused: the template refuses the conversation, or has no place for pictures.
    """
    conversation = [_conversed(message) for message in messages]
    shown = _places(conversation, processor)
    if pictures and not shown:
        raise Refused(400, "This model's chat template has no place for pictures: send text alone.")
    kept = list(pictures)[-shown:] if shown else []
    inputs = _render(
        processor,
        conversation,
        tokenize=True,
        return_dict=True,
        return_tensors="pt",
        sanitize_control_tokens=True,
        processor_kwargs={"images": kept} if kept else {},
    )
    return Prompt(
        inputs["input_ids"],
        inputs["mm_token_type_ids"],
        _all_views(inputs["pixel_values"], kept, processor, views) if kept else None,
        inputs.get("image_grid_thw"),
        views if kept else 1,
    )


def _all_views(
    first: Tensor, pictures: Sequence[Image.Image], processor: PictureProcessor, views: int
) -> Tensor:
    """The pixels of all views, of which the `first` is at hand."""
    arrays = [np.asarray(picture) for picture in pictures]
    others = (
        processor.image_processor(
            images=[Image.fromarray(shifted(array, *shift)) for array in arrays], return_tensors="pt"
        )["pixel_values"]
        for shift in SHIFTS[1:views]
    )
    return torch.cat([first, *others])


def _conversed(message: Message) -> dict[str, Any]:
    """The message as templates expect it; neighbouring texts are joined, so that no control token hides in a seam."""
    role = "system" if message.role == "developer" else message.role
    if isinstance(message.content, str):
        return {"role": role, "content": message.content}
    parts: list[dict[str, str]] = []
    for part in message.content:
        if isinstance(part, ImagePart):
            parts.append({"type": "image"})
        elif parts and parts[-1]["type"] == "text":
            parts[-1]["text"] += part.text
        else:
            parts.append({"type": "text", "text": part.text})
    if all(part["type"] == "text" for part in parts):
        return {"role": role, "content": "".join(part["text"] for part in parts)}
    return {"role": role, "content": parts}


def _places(conversation: list[dict[str, Any]], processor: PictureProcessor) -> int:
    """How many pictures the template shows, counted with every text left out."""
    silent = [
        {**message, "content": [part for part in message["content"] if part["type"] == "image"]}
        for message in conversation
        if not isinstance(message["content"], str)
    ]
    if not silent:
        return 0
    rendered = _render(processor, silent, tokenize=False)
    return int(rendered.count(processor.image_token))


def _render(processor: PictureProcessor, conversation: list[dict[str, Any]], **options: Any) -> Any:
    try:
        # Models that reason read pictures worse for it, and take minutes. Other templates know no such word.
        if "enable_thinking" in (processor.chat_template or ""):
            options["enable_thinking"] = False
        return processor.apply_chat_template(conversation, add_generation_prompt=True, **options)
    except TemplateError as error:
        raise Refused(400, f"This model's chat template refuses the conversation: {error}") from error
