"""The quick forward pass beside transformers' own, on a tiny model."""

import shutil

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import Qwen2VLImageProcessorPil
from viscodex_model.train.scratch.forward import (
    PLAIN,
    Layers,
    compiled_layers,
    embed,
    encode_pictures,
    forward_language,
    rope_positions,
)
from viscodex_model.train.scratch.model import (
    change_patch_size,
    insert_blocks,
    make_model,
    use_windowed_attention,
)
from viscodex_model.train.scratch.recipe import Shape, Tower
from viscodex_model.train.scratch.samples.cells import Grid, Windows, patch_positions, patchify
from viscodex_model.train.scratch.samples.tokenizer import IMAGE, VISION_END, VISION_START
from viscodex_model.train.scratch.save import preprocessor_config

SHAPE = Shape(
    vision=Tower(width=64, depth=2, heads=2, intermediate_size=96),
    language=Tower(width=128, depth=3, heads=2, intermediate_size=160),
)
BEFORE = 3
ANY_SIZE = {"shortest_edge": 1, "longest_edge": 10**6}
patches_ = st.sampled_from([14, 10, 7])
grids = st.builds(Grid, st.integers(2, 5), st.integers(2, 5), patches_)


def processed(pixels: torch.Tensor, patch: int) -> dict[str, torch.Tensor]:
    """A picture [height, width, 3] through the stock image processor of a saved folder."""
    settings_ = {
        name: value
        for name, value in (preprocessor_config(patch) | {"size": ANY_SIZE}).items()
        if not name.endswith(("_type", "_class", "_pixels"))
    }
    return dict(Qwen2VLImageProcessorPil(**settings_)(images=[pixels.numpy()], return_tensors="pt"))


@settings(deadline=None, max_examples=15)
@given(grids, st.integers(0, 2**32 - 1))
def test_patches_are_those_of_the_stock_processor(grid: Grid, seed: int) -> None:
    """A picture of whole cells becomes the very patches that the image processor makes of it."""
    generator = torch.Generator().manual_seed(seed)
    size = (grid.cell * grid.rows, grid.cell * grid.columns, 3)
    pixels = torch.randint(256, size, generator=generator, dtype=torch.uint8)
    stock = processed(pixels, grid.patch)
    own = patchify((pixels[None].float() / 255 - 1) / 0.5, grid.patch)[0]
    assert stock["image_grid_thw"].tolist() == [[1, 2 * grid.rows, 2 * grid.columns]]
    first, second = stock["pixel_values"].view(-1, 3, 2, grid.patch**2).unbind(2)
    torch.testing.assert_close(own.view(-1, 3, grid.patch**2), first, atol=1e-5, rtol=0)
    torch.testing.assert_close(first, second)


large_grids = st.builds(Grid, st.integers(2, 9), st.integers(2, 9), patches_)


@given(large_grids, st.integers(1, 4), st.integers(1, 3))
def test_windows_hold_each_patch_once(grid: Grid, side: int, batch: int) -> None:
    """Patches in windows and out of them again are where they were; a window holds cells of one square alone."""
    windows = Windows(grid, side)
    patches = torch.arange(1.0, 1 + batch * 4 * grid.cells).view(batch, -1, 1)
    split = windows.split(patches)
    assert torch.equal(windows.join(split, batch), patches)
    assert sorted(split[split > 0].tolist()) == patches.flatten().tolist()
    there = windows.split(patch_positions(grid)[None] + 1) - 1
    for places, mask in zip(there, windows.mask(torch.float32), strict=True):
        real = places[mask.flatten() == 0] // (2 * side)
        assert len(real.unique(dim=0)) == 1
        assert (places[mask.flatten() < 0] == -1).all()


@settings(deadline=None, max_examples=16)
@given(large_grids, st.sampled_from([(0, 1), (0,), (1,), ()]), st.integers(1, 9), st.integers(0, 1000))
def test_logits_are_those_of_the_stock_model(
    grid: Grid, full: tuple[int, ...], answer: int, seed: int
) -> None:
    """The quick forward pass gives the stock logits to 1e-4, for any grid, length, patch and blocks in windows."""
    model = make_model(SHAPE, 64, seed=seed).eval()  # type: ignore[no-untyped-call]
    use_windowed_attention(model, full=full)
    change_patch_size(model, side=grid.patch)
    pixels = torch.rand(1, grid.cell * grid.rows, grid.cell * grid.columns, 3) * 2 - 1
    patches = patchify(pixels, grid.patch)
    ids = torch.tensor(
        [[8, 9, VISION_START, *[IMAGE] * grid.cells, VISION_END, *range(10, 10 + answer)]], dtype=torch.long
    )
    doubled = patches.view(-1, 3, 1, grid.patch**2).expand(-1, -1, 2, -1).reshape(4 * grid.cells, -1)
    with torch.no_grad():
        stock = model(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            pixel_values=doubled,
            image_grid_thw=torch.tensor([[1, 2 * grid.rows, 2 * grid.columns]]),
            mm_token_type_ids=(ids == IMAGE).int(),
        ).logits
        _, cells = encode_pictures(model.model.visual, patches, grid)
        places = rope_positions(BEFORE, grid, ids.shape[1] - BEFORE - grid.cells)
        hidden, _ = forward_language(model.model.language_model, embed(model, ids, cells, BEFORE), places)
        own = hidden @ model.model.language_model.embed_tokens.weight.T
    torch.testing.assert_close(own, stock, atol=1e-4, rtol=1e-4)


@settings(deadline=None, max_examples=10)
@given(st.sampled_from([10, 7, 14, 20]), st.sampled_from([4, 8]), st.integers(0, 1000))
def test_a_smaller_patch_gives_what_it_would_give_enlarged(side: int, window: int, seed: int) -> None:
    """The kernel for other patches embeds a patch as the former one does it enlarged; windows keep their patches."""
    model = make_model(SHAPE, 64, seed=seed)
    visual = model.model.visual
    visual.config.window_size = 14 * window
    patch = torch.rand(5, 3, side, side, generator=torch.Generator().manual_seed(seed))

    def embedded(patches: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = visual.patch_embed(patches[:, :, None].expand(-1, -1, 2, -1, -1).flatten(1))
        return found

    wanted = embedded(torch.nn.functional.interpolate(patch, size=(14, 14), mode="bicubic"))
    change_patch_size(model, side=side)
    torch.testing.assert_close(embedded(patch), wanted, atol=1e-5, rtol=1e-4)
    assert (visual.patch_size, visual.window_size) == (side, window * side)


@settings(deadline=None, max_examples=10)
@given(st.sets(st.integers(0, 1)), st.sampled_from([(0, 1), (0,), (1,), ()]), st.integers(0, 1000))
def test_a_deeper_tower_sees_what_it_saw(after: set[int], full: tuple[int, ...], seed: int) -> None:
    """New blocks change nothing at first, the former ones keep what they look at, and all can learn."""
    model = make_model(SHAPE, 64, seed=seed)
    visual = model.model.visual
    use_windowed_attention(model, full=full)
    grid = Grid(5, 6)
    patches = torch.rand(1, 4 * grid.cells, 3 * grid.patch**2, generator=torch.Generator().manual_seed(seed))
    _, before = encode_pictures(visual, patches, grid)
    former = [visual.blocks[number] for number in full]
    insert_blocks(model, after=sorted(after))
    _, cells = encode_pictures(visual, patches, grid)
    torch.testing.assert_close(cells, before)
    assert visual.config.depth == len(visual.blocks) == 2 + len(after)
    assert [visual.blocks[number] for number in visual.config.fullatt_block_indexes] == former
    cells.square().sum().backward()  # type: ignore[no-untyped-call]
    assert all(block.mlp.down_proj.weight.grad.abs().sum() > 0 for block in visual.blocks)


def test_patches_are_numbered_cell_by_cell() -> None:
    """The four patches of a cell follow one another, cells row by row."""
    assert patch_positions(Grid(1, 2)).tolist() == [
        [0, 0], [0, 1], [1, 0], [1, 1], [0, 2], [0, 3], [1, 2], [1, 3],
    ]  # fmt: skip


@pytest.mark.skipif(shutil.which("g++") is None, reason="no g++ to compile with")
def test_compiled_layers_compute_the_same() -> None:
    """Logits and gradients of compiled layers are those of plain ones, for two sizes of pictures and answers."""
    shape = Shape(
        vision=Tower(width=32, depth=2, heads=1, intermediate_size=32),
        language=Tower(width=64, depth=1, heads=1, intermediate_size=32),
    )
    model = make_model(shape, 64, seed=1)
    use_windowed_attention(model, full=(1,))
    compiled = compiled_layers()

    def learnt(layers: Layers, grid: Grid, answer: int) -> tuple[torch.Tensor, list[torch.Tensor]]:
        pixels = torch.linspace(-1, 1, 2 * 28 * grid.rows * 28 * grid.columns * 3).sin()
        patches = patchify(pixels.view(2, 28 * grid.rows, 28 * grid.columns, 3))
        ids = torch.arange(8, 8 + BEFORE + grid.cells + answer).remainder(50).expand(2, -1)
        _, cells = encode_pictures(model.model.visual, patches, grid, layers)
        places = rope_positions(BEFORE, grid, answer)
        hidden, _ = forward_language(
            model.model.language_model, embed(model, ids, cells, BEFORE), places, (), layers
        )
        model.zero_grad()
        hidden.square().mean().backward()  # type: ignore[no-untyped-call]
        return hidden.detach(), [
            weight.grad.clone() for weight in model.parameters() if weight.grad is not None
        ]

    for grid, answer in ((Grid(2, 3), 5), (Grid(5, 2), 9)):
        wanted, found = learnt(PLAIN, grid, answer), learnt(compiled, grid, answer)
        torch.testing.assert_close(found, wanted, atol=1e-5, rtol=1e-4)
