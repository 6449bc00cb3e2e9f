"""Runs that begin with a folder: its tokenizer grows, its weights stay, and only what a stage names learns."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer
from viscodex_model.core.errors import UserError
from viscodex_model.core.recipe import validate_recipe
from viscodex_model.data.synth.content.charts import draw_chart
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.shards import Sample, fenced, write_shard
from viscodex_model.train.scratch.loop import Run
from viscodex_model.train.scratch.parallel import Team
from viscodex_model.train.scratch.recipe import TrainRecipe
from viscodex_model.train.scratch.samples.tokenizer import grow_tokenizer
from viscodex_model.train.scratch.save import save_folder
from viscodex_model.train.scratch.start import begin, shape_of, tokenizer_for
from viscodex_model.train.tuning.sft_recipe import Learns

CHARTS = [f"```python\n{draw_chart(random.Random(seed))}\n```" for seed in range(200)]


@pytest.fixture
def later(recipe: TrainRecipe, tokenizer: Tokenizer, tmp_path: Path) -> TrainRecipe:
    """A recipe that goes on from a tiny model's folder, in a work folder of its own."""
    Run(recipe, Team(0, 1), tokenizer).save()
    changes = {"shape": None, "start": recipe.out, "work": tmp_path / "later", "out": tmp_path / "later/out"}
    return recipe.model_copy(update=changes)


def test_programs_are_shorter_in_a_grown_tokenizer_and_pages_as_before(tokenizer: Tokenizer) -> None:
    """Growing halves the charts' tokens, keeps every sign of them, and spells pages with the tokens it had."""
    pages = [fenced(draw_page(random.Random(seed))) for seed in range(60)]
    before = [tokenizer.encode(page).ids for page in pages]
    long = sum(len(tokenizer.encode(chart).ids) for chart in CHARTS)
    grow_tokenizer(tokenizer, CHARTS)
    short = [tokenizer.encode(chart).ids for chart in CHARTS]
    assert sum(map(len, short)) < 0.5 * long
    assert [tokenizer.decode(ids, skip_special_tokens=False) for ids in short] == CHARTS
    assert [tokenizer.encode(page).ids for page in pages] == before


def test_words_are_spelt_letter_by_letter_and_structure_as_before(
    later: TrainRecipe, tokenizer: Tokenizer
) -> None:
    """With `letters` each sign of a word is a token; ids and pieces of structure stay, and nothing is lost."""
    spelt = tokenizer_for(later.model_copy(update={"letters": True}))
    assert spelt.get_vocab() == tokenizer.get_vocab()
    assert spelt.encode("Show you").tokens == [*"Show", "\u0120", *"you"]
    pages = [fenced(draw_page(random.Random(seed))) for seed in range(60)]
    for page in pages:
        ids = spelt.encode(page).ids
        assert spelt.decode(ids, skip_special_tokens=False) == page
        added = [number for number in ids if number >= later.vocabulary]
        assert added == [number for number in tokenizer.encode(page).ids if number >= later.vocabulary]


def test_a_run_begins_with_the_folders_weights(recipe: TrainRecipe, later: TrainRecipe) -> None:
    """The weights are the folder's own, and the shape too."""
    model = begin(later, tokenizer_for(later))
    saved = begin(recipe, tokenizer_for(recipe)).bfloat16().state_dict()
    assert shape_of(model) == recipe.shape
    for name, tensor in model.state_dict().items():
        assert torch.equal(tensor.bfloat16(), saved[name]), name


def test_a_share_of_the_first_weights_is_kept(later: TrainRecipe) -> None:
    """`init_weight_share` mixes the start's weights into the finished folder's, once however often the end is run.

    The log's last validation is that of the mean, and the card tells of it.
    """
    stage = later.stages[0].model_copy(update={"minutes": None, "steps": 4})
    changed = later.model_copy(update={"init_weight_share": 0.25, "stages": (stage,)})
    tokenizer = tokenizer_for(changed)
    run = Run(changed, Team(0, 1), tokenizer)
    first = {name: weights.clone() for name, weights in run.trained.model.named_parameters()}
    run.train()
    trained = torch.load(run.checkpoint)["model"]
    mixed = json.loads((changed.work / "log.jsonl").read_text().splitlines()[-1])
    assert mixed["kept"] == 0.25
    assert mixed["validation"]["answer"] == run.validate(stage)["answer"]
    assert "the initial weights were mixed in, with weight 0.25" in (changed.out / "README.md").read_text()
    again = Run(changed, Team(0, 1), tokenizer)
    again.load()
    again.train()
    for name, weights in begin(
        changed.model_copy(update={"start": changed.out}), tokenizer
    ).named_parameters():
        wanted = 0.75 * trained[name] + 0.25 * first[name]
        torch.testing.assert_close(weights, wanted, atol=1e-3, rtol=8e-3)
    assert any(not torch.equal(first[name], trained[name]) for name in first)


def test_new_pieces_begin_as_the_mean_of_what_spelt_them(recipe: TrainRecipe, later: TrainRecipe) -> None:
    """A grown tokenizer's rows: the old ones as they were, a new one the mean of its spelling's."""
    old = tokenizer_for(recipe)
    grown = tokenizer_for(later)
    grow_tokenizer(grown, CHARTS)
    table: Any = begin(later, grown).get_input_embeddings().weight
    before: Any = begin(later, tokenizer_for(later)).get_input_embeddings().weight
    known = old.get_vocab_size()
    piece = grown.id_to_token(known)
    assert torch.equal(table[:known], before[:known])
    torch.testing.assert_close(table[known], before[old.encode(piece, add_special_tokens=False).ids].mean(0))
    assert len(table) % 64 == 0


def test_only_what_a_stage_names_learns(later: TrainRecipe) -> None:
    """With the vision tower and the projector frozen a step changes the language tower alone."""
    stage = later.stages[0].model_copy(update={"learns": Learns(vision=False, projector=False), "steps": 1})
    stage = stage.model_copy(update={"minutes": None})
    run = Run(later, Team(0, 1), tokenizer_for(later))
    before = {name: tensor.clone() for name, tensor in run.trained.model.state_dict().items()}
    run._stage(stage)
    moved = {
        name for name, now in run.trained.model.state_dict().items() if not torch.equal(now, before[name])
    }
    assert moved
    assert not any("visual" in name for name in moved)
    assert run.progress.step == 1


def test_a_blind_stage_learns_answers_without_their_pictures(later: TrainRecipe) -> None:
    """Its batches hold no picture; its steps bring the answers' loss down and leave the vision tower alone."""
    stage = later.stages[0].model_copy(update={"text_only": True})
    run = Run(later, Team(0, 1), tokenizer_for(later))
    batch = next(run._batches(stage))
    assert batch.pixels.numel() == 0
    losses = [run._step(stage, batch, 0.1)["answer"] for _ in range(16)]
    assert losses[-1] < 0.9 * losses[0]
    assert all(parameter.grad is None for parameter in run.trained.model.model.visual.parameters())


def test_charts_are_learnt_from_like_pages(later: TrainRecipe, tmp_path: Path) -> None:
    """A record whose answer is no page, and whose words have no places, is learnt to its last token."""
    (tmp_path / "charts").mkdir()
    pixels = torch.zeros(56, 84, 3, dtype=torch.uint8).numpy()
    write_shard(tmp_path / "charts" / "a.zip", [Sample(pixels, draw_chart(random.Random(1)), ())] * 4)
    stage = later.stages[0].model_copy(update={"data": (tmp_path / "charts",)})
    run = Run(later, Team(0, 1), tokenizer_for(later))
    batch = next(run._batches(stage))
    assert (batch.cells < 0).all()
    assert run._step(stage, batch, 0.1)["answer"] > 0


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"start": "nano"}, "not both"),
    ({"grow": ["data"]}, "`start` folder"),
    ({"letters": True}, "`start` folder"),
    ({"stages": [{"name": "a", "data": ["data"]}]}, "`minutes` or `steps`"),
    ({"stages": [{"name": "a", "data": ["data"], "minutes": 1, "steps": 1}]}, "`minutes` or `steps`"),
    (
        {"stages": [{"name": "a", "data": ["d"], "steps": 1, "text_only": True, "vision_only": True}]},
        "not both",
    ),
]


@pytest.mark.parametrize(("changes", "told"), REFUSED)
def test_a_recipe_that_contradicts_itself_is_refused(
    recipe: TrainRecipe, changes: dict[str, Any], told: str
) -> None:
    """Two beginnings, two lengths or two kinds of a stage: a sentence says which."""
    content = recipe.model_dump(mode="json", exclude_none=True) | changes
    with pytest.raises(UserError, match=told):
        validate_recipe(content, TrainRecipe, origin="tiny.yaml")


def test_vision_blocks_look_in_windows_from_a_recipe_on(later: TrainRecipe, tmp_path: Path) -> None:
    """What `full_attention` says holds for the run and is saved; a block that is not there is refused."""
    windowed = later.model_copy(update={"full_attention": ()})
    assert begin(later, tokenizer_for(later)).model.visual.fullatt_block_indexes == [0]
    model = begin(windowed, tokenizer_for(windowed))
    save_folder(model, tokenizer_for(windowed), tmp_path / "saved")
    config = json.loads((tmp_path / "saved" / "config.json").read_text(encoding="utf-8"))
    assert config["vision_config"]["fullatt_block_indexes"] == []
    again = begin(
        later.model_copy(update={"start": tmp_path / "saved", "grow": (), "work": tmp_path / "again"}),
        tokenizer_for(windowed),
    )
    assert again.model.visual.fullatt_block_indexes == []
    wrong = later.model_copy(update={"full_attention": (0, 9)})
    with pytest.raises(UserError, match=r"names the vision block 9, and there are \d+, counted from 0"):
        begin(wrong, tokenizer_for(wrong))


def test_the_tower_is_deeper_from_a_recipe_on(later: TrainRecipe, tmp_path: Path) -> None:
    """What `new_blocks` says is trained, saved and gone on from; a block that is not there is refused."""
    deeper = later.model_copy(update={"new_blocks": (0,), "work": tmp_path / "deeper"})
    tokenizer, saved = tokenizer_for(deeper), tmp_path / "saved"
    run = Run(deeper, Team(0, 1), tokenizer)
    depth = len(run.trained.model.model.visual.blocks)
    assert depth == 1 + len(begin(later, tokenizer).model.visual.blocks)
    run.save()
    again = Run(deeper, Team(0, 1), tokenizer)
    again.load()
    save_folder(again.trained.model, tokenizer, saved)
    recipe = later.model_copy(update={"start": saved, "grow": (), "work": tmp_path / "again"})
    assert len(begin(recipe, tokenizer_for(recipe)).model.visual.blocks) == depth
    wrong = later.model_copy(update={"new_blocks": (0, 9)})
    with pytest.raises(UserError, match=r"new_blocks names the vision block 9, and there are \d+, counted"):
        begin(wrong, tokenizer_for(wrong))


def test_patches_are_finer_from_a_recipe_on(later: TrainRecipe, tmp_path: Path) -> None:
    """What `patch` says holds for the run, its pictures and the saved folder, from which another run goes on."""
    finer = later.model_copy(update={"patch": 10})
    tokenizer = tokenizer_for(finer)
    saved = tmp_path / "saved"
    save_folder(begin(finer, tokenizer), tokenizer, saved)
    vision = json.loads((saved / "config.json").read_text(encoding="utf-8"))["vision_config"]
    assert [vision[key] for key in ("patch_size", "spatial_patch_size", "window_size")] == [10, 10, 80]
    assert json.loads((saved / "preprocessor_config.json").read_text(encoding="utf-8"))["patch_size"] == 10
    recipe = later.model_copy(update={"start": saved, "grow": (), "work": tmp_path / "again"})
    run = Run(recipe, Team(0, 1), tokenizer_for(recipe))
    batch = next(run._batches(recipe.stages[0]))
    assert batch.grid.patch == run.patch == 10
    assert batch.pixels.shape[1:3] == (20 * batch.grid.rows, 20 * batch.grid.columns)


def test_a_folder_that_is_no_model_is_refused(
    recipe: TrainRecipe, later: TrainRecipe, tmp_path: Path
) -> None:
    """A start without a tokenizer, a configuration or weights is named with what it lacks."""
    folder = tmp_path / "start"
    folder.mkdir()
    wrong = later.model_copy(update={"start": folder, "work": tmp_path / "other"})
    for name in ("tokenizer.json", "config.json"):
        with pytest.raises(UserError, match=rf"it has no {name}"):
            tokenizer_for(wrong)
        (folder / name).write_bytes((recipe.out / name).read_bytes())
    with pytest.raises(UserError, match=r"no folder to start from.*safetensors"):
        begin(wrong, tokenizer_for(wrong))
