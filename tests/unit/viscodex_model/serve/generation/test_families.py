"""Every family that is said to be served: the local server says what `generate` says, and can be cancelled."""

import base64
import io
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image, ImageDraw
from transformers import AutoModelForImageTextToText
from viscodex_model.checkpoint.processor import cell_side, load_processor
from viscodex_model.serve.generation.checkpoint_model import CheckpointModel, load_checkpoint_model
from viscodex_model.serve.generation.weights import FAMILIES, Placement
from viscodex_model.serve.protocol.request import ChatRequest
from viscodex_model.serve.protocol.speech import Cancelled

from tests.fixtures.models.tiny_checkpoints import tiny_family, tiny_vlm

TOKENS = 20


def folder_of(family: str, place: Path) -> Path:
    if family == "qwen2_5_vl":
        return tiny_vlm(place / family, language={"initializer_range": 0.2})
    return tiny_family(place / family, family)


def drawing(side: int) -> Image.Image:
    picture = Image.new("RGB", (5 * side, 4 * side), (250, 250, 245))
    ImageDraw.Draw(picture).rectangle((10, 10, 2 * side, 2 * side), fill=(40, 90, 200))
    return picture


def asking(text: str, *pictures: Image.Image) -> ChatRequest:
    parts: list[dict[str, Any]] = []
    for picture in pictures:
        file = io.BytesIO()
        picture.save(file, "PNG")
        url = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
        parts.append({"type": "image_url", "image_url": {"url": url}})
    content = [*parts, {"type": "text", "text": text}]
    return ChatRequest.model_validate(
        {"messages": [{"role": "user", "content": content}], "max_tokens": TOKENS}
    )


def said(model: CheckpointModel, request: ChatRequest) -> str:
    return "".join(piece.text for piece in model.speak(model.prepare(request), lambda: False))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_reply_is_that_of_generate(family: str, tmp_path: Path) -> None:
    """One picture, two, and none: token for token the text of transformers' own loop."""
    folder = folder_of(family, tmp_path)
    model = load_checkpoint_model(folder, Placement("cpu", "float32", 1, 1), lambda _: None)
    processor = load_processor(folder)
    stock: Any = AutoModelForImageTextToText.from_pretrained(str(folder), dtype=torch.float32)
    side = cell_side(processor)
    for pictures in ((drawing(side),), (drawing(side), drawing(side).rotate(90, expand=True)), ()):
        content = [*({"type": "image"} for _ in pictures), {"type": "text", "text": "What is this?"}]
        conversation: Any = [{"role": "user", "content": content}]
        prompt = processor.apply_chat_template(conversation, add_generation_prompt=True)
        inputs = processor(text=[prompt], images=list(pictures) or None, return_tensors="pt")
        ids = stock.generate(**inputs, max_new_tokens=TOKENS, do_sample=False, repetition_penalty=1.0)
        expected = processor.tokenizer.decode(
            ids[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True
        )
        assert said(model, asking("What is this?", *pictures)) == expected


@pytest.mark.parametrize("family", FAMILIES)
def test_a_reply_that_nobody_waits_for_ends_at_once(family: str, tmp_path: Path) -> None:
    """Within the prompt, before the next layer."""
    model = load_checkpoint_model(folder_of(family, tmp_path), Placement("cpu", "float32", 1), lambda _: None)
    asked = 0

    def gone() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    with pytest.raises(Cancelled):
        list(model.speak(model.prepare(asking("Hello.")), gone))
    assert asked == 3
