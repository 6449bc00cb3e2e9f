"""What the loaded checkpoint is given to look at."""

import base64
import io
from pathlib import Path
from typing import Any, cast

import numpy as np
from PIL import Image
from viscodex_model.checkpoint.processor import load_processor
from viscodex_model.serve.generation.checkpoint_model import CheckpointModel
from viscodex_model.serve.generation.decoder import Decoder
from viscodex_model.serve.protocol.request import ChatRequest, ImagePart, ImageUrl, Message

NANO = Path(__file__).parents[5] / "model" / "nano"


def test_a_picture_is_seen_at_its_own_size() -> None:
    """A line 30 pixels high, where a cell has 20, is filled up and not stretched."""
    processor = load_processor(NANO)
    pixels = np.random.default_rng(0).integers(0, 256, (30, 100, 3), dtype=np.uint8)
    encoded = io.BytesIO()
    Image.fromarray(pixels).save(encoded, "PNG")
    url = f"data:image/png;base64,{base64.b64encode(encoded.getvalue()).decode()}"
    model = CheckpointModel(processor, cast(Decoder, None), ends=frozenset(), context=4096)
    picture = ImagePart(type="image_url", image_url=ImageUrl(url=url))
    prompt = model.prepare(ChatRequest(messages=[Message(role="user", content=[picture])])).prompt
    assert cast(Any, prompt.grids).tolist() == [[1, 4, 10]]
    first = cast(Any, prompt.pixels)[0].view(3, 2, 10, 10)[:, 0].permute(1, 2, 0)
    np.testing.assert_allclose(first, (pixels[:10, :10] / 255 - 1) / 0.5, atol=1e-6)
