"""The merged folder in the hands of those who load it: transformers, and this project's own server."""

import base64
import io
import json
import urllib.request
from pathlib import Path
from typing import Any, cast

import pytest
import torch
from PIL import Image
from viscodex_model.checkpoint.folder import describe
from viscodex_model.checkpoint.processor import load_processor

from tests.fixtures.models.merging import merged, tensors
from tests.fixtures.models.tiny_checkpoints import tiny_coder, tiny_vlm
from tests.fixtures.servers.embedded_server import serving_embedded


@pytest.fixture(scope="module")
def donors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A vlm and a coder."""
    folder = tmp_path_factory.mktemp("donors")
    return {
        "vlm": tiny_vlm(folder / "vlm", dtype=torch.bfloat16),
        "coder": tiny_coder(folder / "coder", dtype=torch.bfloat16),
    }


@pytest.fixture(scope="module")
def folder(donors: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The merge of the two, in several shards."""
    return merged(tmp_path_factory.mktemp("merged") / "model", **donors, shard_gb=0.0005)


def picture() -> Image.Image:
    """A small picture with something on it."""
    image = Image.new("RGB", (84, 56), "white")
    image.paste("navy", (10, 10, 40, 30))
    return image


def load(folder: Path) -> torch.nn.Module:
    """The folder by transformers' own way in; every tensor must find its place."""
    from transformers import AutoModelForImageTextToText

    loaded: Any = AutoModelForImageTextToText.from_pretrained(folder, dtype="auto", output_loading_info=True)
    model, info = loaded
    assert not any(info[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys"))
    return cast(torch.nn.Module, model)


def test_transformers_loads_the_merged_values(folder: Path) -> None:
    """AutoModelForImageTextToText finds every tensor, and holds the merged values."""
    model = load(folder)
    found, held = tensors(folder), dict(model.state_dict())
    norm = next(values for name, values in held.items() if name.endswith("language_model.norm.weight"))
    assert torch.equal(norm, found["model.norm.weight"])
    assert torch.equal(held["lm_head.weight"], found["lm_head.weight"])
    assert describe(folder).is_ready


def test_a_tied_model_stays_tied(tmp_path: Path) -> None:
    """A merge of tied models has no head of its own, and transformers ties it on loading."""
    donors: dict[str, Any] = {
        "vlm": tiny_vlm(tmp_path / "vlm", dtype=torch.bfloat16, tied=True),
        "coder": tiny_coder(tmp_path / "coder", dtype=torch.bfloat16, tied=True),
    }
    folder = merged(tmp_path / "out", **donors)
    model = load(folder)
    assert "lm_head.weight" not in tensors(folder)
    head = model.get_output_embeddings().weight  # type: ignore[operator]
    assert head.data_ptr() == model.get_input_embeddings().weight.data_ptr()  # type: ignore[operator]


def test_the_logits_of_an_untouched_merge_are_the_vlms(donors: dict[str, Path], tmp_path: Path) -> None:
    """With λ 1 the rewritten config and names give, on a picture, exactly the logits of the original folder."""
    same = merged(tmp_path / "same", **donors, **{"lambda": 1.0})
    processor = load_processor(same)
    messages = [{"role": "user", "content": [{"type": "image"}, {"type": "text", "text": "Draw it."}]}]
    text = processor.apply_chat_template(cast(Any, messages), add_generation_prompt=True)
    inputs = processor(images=[picture()], text=[text], return_tensors="pt")
    with torch.no_grad():
        ours, theirs = (load(folder)(**inputs).logits for folder in (same, donors["vlm"]))
    assert ours.shape[1] > 6
    assert torch.equal(ours, theirs)


def test_the_embedded_server_answers_about_a_picture(folder: Path, tmp_path: Path) -> None:
    """`serve embedded` on the merged folder answers a chat request that holds a picture."""
    data = io.BytesIO()
    picture().save(data, "PNG")
    url = "data:image/png;base64," + base64.b64encode(data.getvalue()).decode()
    content = [
        {"type": "image_url", "image_url": {"url": url}},
        {"type": "text", "text": "Write it as HTML."},
    ]
    with serving_embedded(folder, "--device", "cpu", log=tmp_path / "server.log") as served:
        body = {"model": served.model, "messages": [{"role": "user", "content": content}], "max_tokens": 5}
        request = urllib.request.Request(
            f"{served.url}/v1/chat/completions",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {served.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=600) as response:
            answer = json.load(response)
    assert answer["usage"]["completion_tokens"] >= 1
    assert answer["usage"]["prompt_tokens"] > 10
    assert answer["choices"][0]["finish_reason"] in ("stop", "length")
