"""Training: what the loss is taken on, batches, rates, resuming, recipes, the saved folder."""

import io
import json
import math
import random
from typing import Any, cast

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tokenizers import Tokenizer
from viscodex_model.data.synth.shards import fenced
from viscodex_model.train.scratch.card import card, write_card
from viscodex_model.train.scratch.curve import minutes_of
from viscodex_model.train.scratch.loop import PROMPT, Run, encoder_of
from viscodex_model.train.scratch.losses import all_losses, position_loss
from viscodex_model.train.scratch.model import SIDE, HelperHeads
from viscodex_model.train.scratch.optimizer import rate_at
from viscodex_model.train.scratch.parallel import Team
from viscodex_model.train.scratch.recipe import Heads, TrainRecipe
from viscodex_model.train.scratch.samples.cells import Grid
from viscodex_model.train.scratch.samples.samples import (
    Entry,
    answer_row,
    batches,
    collate,
    grid_of,
    load_entries,
    make_example,
    pixels_of,
)
from viscodex_model.train.scratch.samples.targets import character_edges, draw_targets
from viscodex_model.train.scratch.samples.tokenizer import END, IMAGE
from viscodex_model.train.scratch.save import hub_name
from viscodex_model.train.tuning.sft_recipe import Learns
from viscodex_model.train.tuning.trainable import set_learning


def test_the_loss_is_on_the_answer_only(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """Token by token: the prompt and the picture weigh nothing, the answer and its end do."""
    html, grid = "<p>Hello you</p>", Grid(2, 3)
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    ids, weights, cells = answer_row(fenced(html), [], grid, encoder)
    prompt = tokenizer.encode(PROMPT[0] + "<|image_pad|>" * 6 + PROMPT[1]).ids
    answer = tokenizer.encode(f"```html\n{html}\n```").ids
    assert ids == [*prompt, *answer, END]
    assert weights[: len(prompt)] == [0.0] * len(prompt)
    assert all(weight > 0 for weight in weights[len(prompt) :])
    assert ids.count(IMAGE) == grid.cells
    assert len(cells) == len(weights) == len(ids)


def test_text_points_at_its_cell(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """A word's tokens point at the cells where it is drawn; structure points nowhere."""
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    box = (30.0, 30.0, 80.0, 50.0, 0, 0, "Hello")
    ids, _, cells = answer_row(fenced("<p>Hello</p>"), [box], Grid(2, 3), encoder)
    pointed = {
        cell for token, cell in zip(ids, cells, strict=True) if token in encoder.text_ids and cell >= 0
    }
    assert pointed <= {4, 5}
    assert 4 in pointed
    assert cells[-1] == -1


def test_characters_are_aimed_at_in_their_patches(tokenizer: Tokenizer) -> None:
    """Each character stands in the patch under its middle, cell by cell."""
    targets = draw_targets([(0.0, 0.0, 28.0, 14.0, 7, 2, "nn")], Grid(1, 1), tokenizer)
    assert targets.characters.tolist() == [[ord("n") - 31, 0, 0, ord("n") - 31, 0, 0, *[0] * 6]]
    assert (targets.inks.tolist(), targets.backgrounds.tolist()) == ([7], [2])


def test_a_word_read_upwards_is_aimed_at_from_below(tokenizer: Tokenizer) -> None:
    """Of a word whose box begins below its end the first character stands in the lower patch."""
    targets = draw_targets([(0.0, 28.0, 14.0, 0.0, 7, 2, "nu")], Grid(1, 1), tokenizer)
    assert targets.characters.tolist() == [[ord("u") - 31, *[0] * 5, ord("n") - 31, *[0] * 5]]


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20))
def test_character_edges_rise_to_the_end(word: str) -> None:
    """Edges of characters rise and end at the word's end."""
    edges = character_edges(word)
    assert (np.diff(edges, prepend=0.0) > 0).all()
    assert math.isclose(edges[-1], 1.0)


def test_batches_hold_one_grid_and_every_picture_once(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """One round of batches shows each picture once, pictures of one size together."""
    entries = load_entries(recipe.stages[0].data, max_cells=400)
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    stream = batches(entries, encoder, cells=24, source=random.Random(1))
    seen: list[bytes] = []
    while len(seen) < len(entries):
        batch = next(stream)
        assert batch.pixels.shape[1:] == (28 * batch.grid.rows, 28 * batch.grid.columns, 3)
        seen += [picture.numpy().tobytes() for picture in batch.pixels]
    assert len(set(seen)) == len(entries) == len(seen)


def test_a_moved_picture_takes_its_words_along(recipe: TrainRecipe) -> None:
    """Each picture is moved its own way, always the same, by up to so many pixels; boxes lie on what they lay on."""
    still, moved, again = (load_entries(recipe.stages[0].data, max_cells=400, shift=by) for by in (0, 4, 4))
    assert moved == again
    shifts = {entry.shift for entry in moved}
    assert len(shifts) > len(moved) // 2
    assert {abs(step) for shift in shifts for step in shift} <= set(range(5))
    for before, after in zip(still, moved, strict=True):
        right, down = after.shift
        for old, new in zip(before.words, after.words, strict=True):
            assert new == (old[0] + right, old[1] + down, old[2] + right, old[3] + down, *old[4:])
        assert (pixels_of(after)[20 + down, 40 + right] == pixels_of(before)[20, 40]).all()


def test_walls_are_never_in_a_batch_of_pages(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """Pictures of one size with and without an answer go into different batches."""
    page = load_entries(recipe.stages[0].data, max_cells=400)[0]
    wall = Entry(page.png, "", page.words, page.grid)
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    stream = batches([page, wall] * 3, encoder, cells=24, source=random.Random(2))
    answered = [len(batch.ids) for batch in (next(stream), next(stream))]
    assert sorted(answered) == [0, 3]


@given(st.integers(56, 900), st.integers(56, 900), st.sampled_from([10, 14]))
def test_grids_are_those_of_whole_cells(width: int, height: int, patch: int) -> None:
    """A picture's grid is the smallest that holds it."""
    grid = grid_of(width, height, patch)
    assert 0 <= grid.columns * 2 * patch - width < 2 * patch
    assert 0 <= grid.rows * 2 * patch - height < 2 * patch


@given(st.floats(0, 1))
def test_rates_stay_within_their_bounds(done: float) -> None:
    """The learning rate is never above its peak nor below its end after the warm-up."""
    rate = rate_at(done, peak=1e-3, last=0.1, warm_up=0.05)
    assert 0 < rate <= 1e-3
    assert rate >= 1e-4 * 0.999 or done < 0.05


def test_rates_begin_low_and_end_at_the_last() -> None:
    """Warm-up rises in a line; the cosine ends at the last share."""
    rates = [rate_at(done, peak=1.0, last=0.1, warm_up=0.1) for done in (0.05, 0.1, 1.0)]
    assert rates == pytest.approx([0.5, 1.0, 0.1])


def test_a_resumed_run_goes_on_as_if_it_had_not_stopped(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """The loss after a checkpoint is the same whether the run went on or was loaded."""
    stage = recipe.stages[0]
    run = Run(recipe, Team(0, 1), tokenizer)
    stream = run._batches(stage)
    for _ in range(3):
        run._step(stage, next(stream), 0.5)
        run.progress.step += 1
    run.save()
    on = run._step(stage, next(stream), 0.5)
    again = Run(recipe, Team(0, 1), tokenizer)
    again.load()
    resumed = again._step(stage, next(again._batches(stage)), 0.5)
    assert resumed == pytest.approx(on, rel=1e-3)


def test_training_makes_the_loss_smaller(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """Steps on one batch bring its loss down."""
    run = Run(recipe, Team(0, 1), tokenizer)
    batch = next(run._batches(recipe.stages[0]))
    losses = [run._step(recipe.stages[0], batch, 0.1)["answer"] for _ in range(16)]
    assert losses[-1] < 0.8 * losses[0]


def test_reading_leaves_the_language_tower_alone(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """A reading stage differentiates the vision tower and no language layer."""
    run = Run(recipe, Team(0, 1), tokenizer)
    batch = next(run._batches(recipe.stages[0]))
    total, parts = all_losses(run.trained, batch, Heads(), vision_only=True, dtype=torch.float32)
    total.backward()  # type: ignore[no-untyped-call]
    model = run.trained.model.model
    assert "answer" not in parts
    assert all(parameter.grad is None for parameter in model.language_model.parameters())
    assert model.visual.patch_embed.proj.weight.grad.abs().sum() > 0


def test_a_helper_head_without_weight_is_not_asked(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """What is told of a step is what was learnt from: a head without weight is neither."""
    run = Run(recipe, Team(0, 1), tokenizer)
    batch = next(run._batches(recipe.stages[0]))
    total, parts = all_losses(
        run.trained, batch, Heads(tokens=0, positions=0), vision_only=True, dtype=torch.float32
    )
    total.backward()  # type: ignore[no-untyped-call]
    assert parts.keys() == {"characters", "colours"}
    assert run.trained.heads.tokens.weight.grad is None
    gradient = run.trained.heads.characters.weight.grad
    assert gradient is not None and gradient.abs().sum() > 0


def test_a_blank_picture_does_not_end_a_stage_of_helper_heads(
    recipe: TrainRecipe, tokenizer: Tokenizer
) -> None:
    """Where nothing is written there is nothing to learn, and all stays as it is."""
    run = Run(recipe, Team(0, 1), tokenizer)
    page = load_entries(recipe.stages[0].data, max_cells=400)[0]
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    entry = Entry(page.png, page.answer, (), page.grid)
    batch = collate([entry], [make_example(entry, encoder)])
    set_learning(run.trained.model, Learns())
    before = run.trained.heads.characters.weight.clone()
    vision_only = recipe.stages[0].model_copy(update={"vision_only": True, "helpers": Heads(positions=0)})
    assert run._step(vision_only, batch, 0.5)["norm"] == 0
    assert torch.equal(run.trained.heads.characters.weight, before)


def test_cells_beyond_the_places_heads_last_row_are_its_last() -> None:
    """A picture of more rows than the head tells apart is learnt from all the same."""
    heads, grid = HelperHeads(2 * SIDE, 300), Grid(3 * SIDE, 1)
    row = torch.arange(grid.rows).clamp(max=SIDE - 1)
    cells = torch.zeros(1, grid.cells, heads.positions.in_features)
    cells[0, torch.arange(grid.rows), row] = 1
    with torch.no_grad():
        heads.positions.weight.zero_()
        heads.positions.bias.zero_()
        heads.positions.weight[:SIDE, :SIDE] = 100 * torch.eye(SIDE)
        heads.positions.bias[SIDE] = 100
    assert position_loss(heads, cells, grid).item() == pytest.approx(0, abs=1e-6)


def test_a_saved_folder_loads_in_transformers_with_its_values(
    recipe: TrainRecipe, tokenizer: Tokenizer
) -> None:
    """Names, shapes and values are the model's, in bfloat16; its config loads flat; who reads one file reads all."""
    from transformers import Qwen2_5_VLForConditionalGeneration

    run = Run(recipe, Team(0, 1), tokenizer)
    run.save()
    loaded = Qwen2_5_VLForConditionalGeneration.from_pretrained(recipe.out, dtype=torch.bfloat16)
    own = run.trained.model.state_dict()
    for name, tensor in loaded.state_dict().items():
        assert torch.equal(tensor, own[name].bfloat16()), name
    config = json.loads((recipe.out / "config.json").read_text())
    assert (config["hidden_size"], config["sliding_window"]) == (64, None)
    assert len({path.stat().st_mode for path in recipe.out.iterdir()}) == 1
    read, kept = loaded.config.get_text_config(), run.trained.model.config.get_text_config()
    assert read.rms_norm_eps == kept.rms_norm_eps


def test_the_template_keeps_the_picture_and_drops_all_text(recipe: TrainRecipe, tokenizer: Tokenizer) -> None:
    """Any chat with a picture becomes the prompt that the model was trained on."""
    from viscodex_model.checkpoint.processor import load_processor

    Run(recipe, Team(0, 1), tokenizer).save()
    chat = [
        {"role": "system", "content": "You write code."},
        {
            "role": "user",
            "content": [{"type": "image"}, {"type": "image"}, {"type": "text", "text": "Do it."}],
        },
    ]
    processor = load_processor(recipe.out)
    said = processor.apply_chat_template(cast(Any, chat), tokenize=False, add_generation_prompt=True)
    assert said == PROMPT[0] + "<|image_pad|>" + PROMPT[1]


def test_hub_names_are_the_old_ones() -> None:
    """Tensors are saved under the names that the hub's folders have."""
    assert hub_name("model.language_model.layers.0.mlp.up_proj.weight") == "model.layers.0.mlp.up_proj.weight"
    assert hub_name("model.visual.merger.ln_q.weight") == "visual.merger.ln_q.weight"


@pytest.mark.parametrize("patch", [14, 10])
def test_a_picture_keeps_its_pixels_and_is_filled_up(
    recipe: TrainRecipe, tokenizer: Tokenizer, patch: int
) -> None:
    """Its last column and row go on to the next whole cell; the stock processor then leaves it alone."""
    from transformers import Qwen2VLImageProcessorPil
    from viscodex_model.train.scratch.save import preprocessor_config

    pixels = np.random.default_rng(0).integers(0, 256, (75, 100, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    entry = Entry(buffer.getvalue(), fenced("<p>a</p>"), (), grid_of(100, 75, patch))
    encoder = encoder_of(tokenizer, recipe.stages[0], recipe.vocabulary)
    batch = collate([entry], [make_example(entry, encoder)])
    seen = batch.pixels[0].numpy()
    assert (seen[:75, :100] == pixels).all()
    assert (seen[75:, :100] == pixels[-1:]).all()
    assert (seen[:, 100:] == seen[:, 99:100]).all()
    settings_ = preprocessor_config(patch)
    own = {name: value for name, value in settings_.items() if not name.endswith(("_type", "_class"))}
    stock = Qwen2VLImageProcessorPil(**own)(images=[Image.fromarray(seen)], return_tensors="pt")
    assert stock["image_grid_thw"].tolist() == [[1, 2 * batch.grid.rows, 2 * batch.grid.columns]]
    mean = (batch.pixels.float() / 255 - 1).mean() / 0.5
    torch.testing.assert_close(mean, stock["pixel_values"].mean(), atol=1e-5, rtol=0)


def test_a_finished_run_leaves_its_curve_and_card_and_keeps_a_card_that_is_there(
    recipe: TrainRecipe, tokenizer: Tokenizer
) -> None:
    """The end of a run draws the losses and writes a card once; validation is logged and learns nothing."""
    run = Run(recipe, Team(0, 1), tokenizer)
    stage = recipe.stages[0].model_copy(update={"minutes": 0.001})
    run.recipe = recipe.model_copy(update={"stages": (stage,)})
    line = {"stage": "pages", "seconds": 1.0, "text": 2.0}
    (recipe.work / "log.jsonl").write_text(json.dumps(line) + "\n")
    run.train()
    logged = [json.loads(one) for one in (recipe.work / "log.jsonl").read_text().splitlines()]
    assert logged[-1]["validation"]["text"] > 0
    assert Image.open(recipe.out / "curve.png").size == (900, 450)
    assert "text 2.0" in (recipe.out / "README.md").read_text()
    (recipe.out / "README.md").write_text("mine")
    write_card(recipe, run.trained.model, [])
    assert (recipe.out / "README.md").read_text() == "mine"


def test_a_card_says_what_each_stage_learns(recipe: TrainRecipe) -> None:
    """A reading stage teaches the tower, or its helper heads alone where the tower is frozen; others what they name."""
    stage = recipe.stages[0]
    vision_only = stage.model_copy(update={"name": "reading", "vision_only": True})
    heads = vision_only.model_copy(update={"name": "heads", "learns": Learns()})
    text_only = stage.model_copy(update={"name": "blind", "text_only": True, "learns": Learns()})
    assert recipe.shape is not None
    stages = (heads, vision_only, text_only, stage)
    said = card(recipe.model_copy(update={"stages": stages}), recipe.shape, 1, [])
    rows = [line.split(" | ") for line in said.splitlines() if "minutes" in line]
    assert [(row[0], row[2]) for row in rows] == [
        ("| heads", "helper heads"),
        ("| reading", "vision tower"),
        ("| blind", "embeddings, layers, head, without pictures"),
        ("| pages", "all"),
    ]


def test_minutes_add_up_over_stages() -> None:
    """A stage's minutes come after those of the stages before."""
    spent = (("a", 60), ("a", 120), ("b", 60))
    lines: list[dict[str, float | str]] = [{"stage": stage, "seconds": seconds} for stage, seconds in spent]
    assert minutes_of(lines) == [1.0, 2.0, 3.0]
