"""Tiny models to tune, and a recipe for one from nothing, with pages to learn from."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from viscodex_model.core.recipe import read_recipe
from viscodex_model.data.synth.content.pages import draw_page
from viscodex_model.data.synth.produce import page_words
from viscodex_model.data.synth.shards import Sample, write_shard
from viscodex_model.train.scratch.recipe import TrainRecipe
from viscodex_model.train.scratch.start import tokenizer_for

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

RECIPE = """
out: {folder}/out
work: {folder}/work
validation: {folder}/data
vocabulary: 400
shape:
  vision: {{width: 64, depth: 1, heads: 2, intermediate_size: 64}}
  language: {{width: 64, depth: 2, heads: 1, intermediate_size: 64}}
stages:
  - {{name: pages, data: ["{folder}/data"], minutes: 1, rate: 5.0e-3, dropout: 0, batch_cells: 24}}
"""


def page_sample(seed: int) -> Sample:
    """A page with made-up word boxes on a noisy picture of 84 x 56."""
    source = random.Random(seed)
    html = draw_page(source)
    boxes = tuple((5.0, 4.0, 60.0, 20.0, 1, 0, word) for word in page_words(html))
    pixels = np.random.default_rng(seed).integers(0, 256, (56, 84, 3), dtype=np.uint8)
    return Sample(pixels, html, boxes)


@pytest.fixture(autouse=True, scope="module")
def one_thread() -> Iterator[None]:
    """Tiny products are quicker in one thread, and steadier on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny Qwen2.5-VL folder."""
    return tiny_vlm(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture
def recipe(tmp_path: Path) -> TrainRecipe:
    """A recipe for a tiny model, with its data in place."""
    (tmp_path / "data").mkdir()
    write_shard(tmp_path / "data" / "pages-00000.zip", [page_sample(seed) for seed in range(40)])
    path = tmp_path / "tiny.yaml"
    path.write_text(RECIPE.format(folder=tmp_path))
    return read_recipe(path, TrainRecipe)


@pytest.fixture
def tokenizer(recipe: TrainRecipe) -> Tokenizer:
    """The recipe's tokenizer."""
    return tokenizer_for(recipe)
