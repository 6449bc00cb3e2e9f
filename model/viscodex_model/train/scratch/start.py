"""Where a run begins: a fresh model, or the one in a folder with a tokenizer that has grown.

The model is in float32. A token that is new to the tokenizer begins as the mean of the tokens that spelt it, so that
what the model knew is not lost.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from tokenizers import Tokenizer
from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

from viscodex_model.core.errors import UserError
from viscodex_model.data.synth.shards import Shard, list_shards
from viscodex_model.train.scratch.model import (
    change_patch_size,
    insert_blocks,
    make_model,
    use_windowed_attention,
)
from viscodex_model.train.scratch.recipe import Shape, Tower, TrainRecipe
from viscodex_model.train.scratch.samples.tokenizer import grow_tokenizer, make_tokenizer, spell_by_letters

TOKENIZER_PAGES = 6000
GROWTH_ANSWERS = 4000
ROWS = 64
"""The embeddings' rows are a multiple of it."""


def tokenizer_for(recipe: TrainRecipe) -> Tokenizer:
    """The run's tokenizer: the one in its work folder, made where there is none yet.

    It is that of the `start` folder with the programs' pieces added, or is learnt from the first pages.
    """
    path = recipe.work / "tokenizer.json"
    if not path.exists():
        tokenizer = _new_tokenizer(recipe)
        recipe.work.mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(path))
    return Tokenizer.from_file(str(path))


def _new_tokenizer(recipe: TrainRecipe) -> Tokenizer:
    if recipe.start is None:
        folders = [folder for stage in recipe.stages if not stage.vision_only for folder in stage.data]
        return make_tokenizer(_first_pages(folders[0]), recipe.vocabulary)
    tokenizer = _read_tokenizer(recipe.start)
    for folder in recipe.grow:
        grow_tokenizer(tokenizer, _first_answers(folder))
    if recipe.letters:
        spell_by_letters(tokenizer)
    return tokenizer


def _first_pages(folder: Path) -> Iterator[str]:
    left = TOKENIZER_PAGES
    for path in list_shards(folder):
        shard = Shard(path)
        for index in range(len(shard.names)):
            if left <= 0:
                return
            if html := shard.html(index):
                left -= 1
                yield html


def _first_answers(folder: Path) -> list[str]:
    found: list[str] = []
    for path in list_shards(folder):
        shard = Shard(path)
        found += [answer for index in range(len(shard.names)) if (answer := shard.answer(index))]
        if len(found) >= GROWTH_ANSWERS:
            break
    return found[:GROWTH_ANSWERS]


def _read_tokenizer(folder: Path) -> Tokenizer:
    _check_start(folder)
    return Tokenizer.from_file(str(folder / "tokenizer.json"))


def _check_start(folder: Path) -> None:
    for name in ("tokenizer.json", "config.json"):
        if not (folder / name).is_file():
            raise UserError(f"{folder} is no folder to start from: it has no {name}.")


def begin(recipe: TrainRecipe, tokenizer: Tokenizer) -> Qwen2_5_VLForConditionalGeneration:
    """The model that the run begins with, in float32.

    Raises:
        UserError: the `start` folder holds no Qwen2.5-VL, or the recipe names a vision block that is not there.
    """
    model = _begin(recipe, tokenizer)
    insert_blocks(model, after=recipe.new_blocks)
    if recipe.patch is not None:
        change_patch_size(model, side=recipe.patch)
    if recipe.full_attention is not None:
        use_windowed_attention(model, full=recipe.full_attention)
    return model


def _begin(recipe: TrainRecipe, tokenizer: Tokenizer) -> Qwen2_5_VLForConditionalGeneration:
    rows = -(-tokenizer.get_vocab_size() // ROWS) * ROWS
    if recipe.shape:
        return make_model(recipe.shape, rows, seed=recipe.seed)
    assert recipe.start  # the recipe has either
    model = load_start(recipe.start)
    torch.manual_seed(recipe.seed)
    old = _read_tokenizer(recipe.start)
    known = old.get_vocab_size()
    if rows > len(model.model.language_model.embed_tokens.weight):
        model.resize_token_embeddings(rows, mean_resizing=False)
    table = model.model.language_model.embed_tokens.weight
    with torch.no_grad():
        for number in range(known, tokenizer.get_vocab_size()):
            piece = str(tokenizer.id_to_token(number))
            table[number] = table[old.encode(piece, add_special_tokens=False).ids].mean(0)
    return model


def load_start(folder: Path) -> Qwen2_5_VLForConditionalGeneration:
    """The model in a folder, in float32.

    Raises:
        UserError: it is no Qwen2.5-VL with tied embeddings.
    """
    _check_start(folder)
    try:
        config = Qwen2_5_VLConfig.from_pretrained(folder)
        if not config.tie_word_embeddings:
            raise UserError(f"{folder} has a head of its own: training here knows tied embeddings alone.")
        model: Qwen2_5_VLForConditionalGeneration = Qwen2_5_VLForConditionalGeneration.from_pretrained(
            folder, dtype=torch.float32, local_files_only=True
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise UserError(f"{folder} is no folder to start from: {error}") from error
    return model


def keep_of_start(
    model: Qwen2_5_VLForConditionalGeneration, recipe: TrainRecipe, tokenizer: Tokenizer
) -> None:
    """Mix the recipe's share of the weights that the run began with into a trained model's, in place."""
    begun = dict(begin(recipe, tokenizer).named_parameters())
    with torch.no_grad():
        for name, weights in model.named_parameters():
            weights.lerp_(begun[name], recipe.init_weight_share)


def shape_of(model: Qwen2_5_VLForConditionalGeneration) -> Shape:
    """The shape of a model's towers."""
    vision: Any = model.config.vision_config
    language: Any = model.config.text_config
    return Shape(
        vision=Tower(
            width=vision.hidden_size,
            depth=vision.depth,
            heads=vision.num_heads,
            intermediate_size=vision.intermediate_size,
        ),
        language=Tower(
            width=language.hidden_size,
            depth=language.num_hidden_layers,
            heads=language.num_attention_heads,
            intermediate_size=language.intermediate_size,
        ),
    )
