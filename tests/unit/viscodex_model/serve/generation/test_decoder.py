"""The decoding loop says what the stock `generate` says, token for token, and stops when it should."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration
from viscodex_model.serve.generation.decoder import Decoder, PatchProjection
from viscodex_model.serve.generation.prompt import Prompt
from viscodex_model.serve.protocol.speech import Cancelled

from tests.fixtures.models.tiny_checkpoints import LANGUAGE, VISION

TOKENS = 60
VOCABULARY = 400
PICTURE = 399


def build_model(*, seed: int, **language: Any) -> Qwen2_5_VLForConditionalGeneration:
    """A random model whose weights are large enough for its answers to wander."""
    torch.manual_seed(seed)
    rope = {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [4, 6, 6]}
    config = Qwen2_5_VLConfig(
        text_config=LANGUAGE
        | {"vocab_size": VOCABULARY, "rope_parameters": rope, "initializer_range": 0.15}
        | language,
        vision_config=VISION | {"initializer_range": 0.1},
        image_token_id=PICTURE,
        tie_word_embeddings=language.get("tie_word_embeddings", False),
    )
    model = Qwen2_5_VLForConditionalGeneration(config)
    model.train(False)
    model.generation_config.eos_token_id = None
    return model


def build_prompt(*, seed: int, pictures: int) -> Prompt:
    """Random words around `pictures` random pictures of 4x6 patches, six tokens each."""
    generator = torch.Generator().manual_seed(seed)
    ids: list[int] = []
    for _ in range(pictures + 1):
        ids += torch.randint(0, PICTURE - 1, (7,), generator=generator).tolist() + [PICTURE] * 6
    row = torch.tensor([ids[:-6]])
    if not pictures:
        return Prompt(row, torch.zeros_like(row), None, None)
    pixels = torch.randn(pictures * 24, 3 * 2 * 14 * 14, generator=generator)
    return Prompt(row, (row == PICTURE).long(), pixels, torch.tensor([[1, 4, 6]] * pictures))


def pictures_of(prompt: Prompt) -> dict[str, Any]:
    """A prompt's pictures as the stock model takes them."""
    return {} if prompt.grids is None else {"pixel_values": prompt.pixels, "image_grid_thw": prompt.grids}


@torch.inference_mode()
def generated(model: Any, prompt: Prompt) -> list[int]:
    """What the stock greedy `generate` says."""
    whole: Any = model.generate(
        input_ids=prompt.ids,
        attention_mask=torch.ones_like(prompt.ids),
        mm_token_type_ids=prompt.kinds,
        **pictures_of(prompt),
        max_new_tokens=TOKENS,
        do_sample=False,
    )
    ids: list[int] = whole[0, prompt.length :].tolist()
    return ids


@torch.inference_mode()
def decoded(model: Qwen2_5_VLForConditionalGeneration, prompt: Prompt) -> list[int]:
    """What the decoding loop says."""
    decoder = Decoder(model, threads=1, speaking_threads=1)
    logits, memory = decoder.read(prompt, room=TOKENS, gone=lambda: False)
    said = [int(logits.argmax())]
    while len(said) < TOKENS:
        said.append(int(decoder.step(said[-1], memory).argmax()))
    return said


@pytest.mark.parametrize(
    "language",
    [
        {},
        {"num_key_value_heads": 4, "tie_word_embeddings": True},
        {"use_sliding_window": True, "sliding_window": 16, "max_window_layers": 1},
        {"rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 7, 7]}},
    ],
    ids=["shared-keys", "all-keys", "sliding-window", "other-rope"],
)
@pytest.mark.parametrize("pictures", [0, 1, 3])
def test_greedy_answers_are_those_of_generate(language: dict[str, Any], pictures: int) -> None:
    """Sixty tokens are the same as the stock ones, with and without pictures, in each kind of attention."""
    model = build_model(seed=pictures, **language)
    prompt = build_prompt(seed=pictures, pictures=pictures)
    expected = generated(model, prompt)
    assert decoded(model, prompt) == expected
    assert len(set(expected)) > TOKENS // 4


@pytest.mark.parametrize("pictures", [0, 1, 3])
@torch.inference_mode()
def test_greedy_answers_in_bfloat16_are_the_best_but_for_rounding(pictures: int) -> None:
    """Every token said is, by one stock forward over everything, the likeliest to within two roundings of its logit.

    Which of two that close is ahead depends on the processor and its threads, in the stock model too.
    """
    model: Any = build_model(seed=pictures)
    model = model.to(torch.bfloat16)
    prompt = build_prompt(seed=pictures, pictures=pictures)
    said = torch.tensor([decoded(model, prompt)])
    ids = torch.cat([prompt.ids, said], dim=1)
    whole = model(input_ids=ids, mm_token_type_ids=(ids == PICTURE).long(), **pictures_of(prompt))
    logits = whole.logits[0, prompt.length - 1 : -1].float()
    best = logits.max(-1).values
    behind = best - logits.gather(1, said.T)[:, 0]
    assert (behind <= 2 * torch.finfo(torch.bfloat16).eps * best.abs()).all()
    assert len(set(said[0].tolist())) > TOKENS // 4


@torch.inference_mode()
def test_logits_agree_with_the_whole_forward() -> None:
    """Step by step, the logits differ from those of one forward over everything by less than 1e-4."""
    model, prompt = build_model(seed=5), build_prompt(seed=5, pictures=2)
    decoder = Decoder(model, threads=1, speaking_threads=1)
    said = [3, 1, 4, 1, 5]
    logits, memory = decoder.read(prompt, room=len(said), gone=lambda: False)
    rows = [logits, *(decoder.step(token, memory) for token in said)]
    ids = torch.cat([prompt.ids, torch.tensor([said])], dim=1)
    whole = model(
        input_ids=ids,
        pixel_values=prompt.pixels,
        image_grid_thw=prompt.grids,
        mm_token_type_ids=(ids == PICTURE).long(),
    )
    assert torch.stack(rows).sub(whole.logits[0, prompt.length - 1 :]).abs().max() < 1e-4


def in_views(*views: Prompt) -> Prompt:
    """One prompt of several that differ in their pixels."""
    first = views[0]
    pixels = [view.pixels for view in views if view.pixels is not None]
    return Prompt(first.ids, first.kinds, torch.cat(pixels), first.grids, len(views))


@torch.inference_mode()
def test_several_views_say_what_they_agree_on() -> None:
    """At each step the logits are, but for a constant, the mean of the logarithms of what each view expects alone."""
    model, said = build_model(seed=8), [3, 1, 4, 1, 5]
    seen = build_prompt(seed=8, pictures=2)
    assert seen.pixels is not None
    views = [seen, *(Prompt(seen.ids, seen.kinds, seen.pixels.roll(by, 0), seen.grids) for by in (1, 2))]
    decoder = Decoder(model, threads=1, speaking_threads=1)

    def rows(prompt: Prompt) -> torch.Tensor:
        logits, memory = decoder.read(prompt, room=len(said), gone=lambda: False)
        return torch.stack([logits, *(decoder.step(token, memory) for token in said)]).log_softmax(-1)

    alone = torch.stack([rows(view) for view in views])
    assert alone.std(0).max() > 0.1
    expected = alone.mean(0).log_softmax(-1)
    assert rows(in_views(*views)).sub(expected).abs().max() < 1e-4


def test_the_same_view_thrice_says_what_it_says_once() -> None:
    """Sixty tokens are those of the stock `generate`."""
    model, prompt = build_model(seed=9), build_prompt(seed=9, pictures=1)
    assert decoded(model, in_views(prompt, prompt, prompt)) == generated(model, prompt)


@torch.inference_mode()
def test_one_reply_leaves_no_trace_in_the_next() -> None:
    """The same prompt gives the same answer after another one with pictures was answered."""
    model = build_model(seed=6)
    plain, pictured = build_prompt(seed=1, pictures=0), build_prompt(seed=2, pictures=2)
    first = decoded(model, plain)
    decoded(model, pictured)
    assert decoded(model, plain) == first


@torch.inference_mode()
@pytest.mark.parametrize("layers", [0, 1, 3])
def test_reading_ends_at_the_next_layer_once_nobody_waits(layers: int) -> None:
    """A prompt is given up before the next of its layers, in the vision tower and after it, and can be read anew."""
    model, prompt = build_model(seed=7), build_prompt(seed=7, pictures=1)
    decoder = Decoder(model, threads=1, speaking_threads=1)
    asked = 0

    def gone() -> bool:
        nonlocal asked
        asked += 1
        return asked > layers

    with pytest.raises(Cancelled):
        decoder.read(prompt, room=1, gone=gone)
    assert asked == layers + 1
    never: Callable[[], bool] = lambda: False  # noqa: E731
    logits, _ = decoder.read(prompt, room=1, gone=never)
    assert int(logits.argmax()) == generated(model, prompt)[0]


def test_the_patch_projection_is_the_convolution() -> None:
    """On random patches and weights, the matrix product differs from the stock convolution by less than 1e-5."""
    torch.manual_seed(0)
    convolution = torch.nn.Conv3d(3, 16, kernel_size=(2, 14, 14), stride=(2, 14, 14), bias=False)
    patches = torch.randn(5, 3, 2, 14, 14)
    product = PatchProjection(convolution.weight)(patches)
    assert (product - convolution(patches).flatten(1)).abs().max() < 1e-5
