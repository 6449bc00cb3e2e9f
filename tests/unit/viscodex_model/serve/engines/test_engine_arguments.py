"""What the arguments of TGI and vLLM promise: whole heads, memory that is there, limits that a request fits."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from viscodex_model.core.errors import UserError
from viscodex_model.serve.engines.sizing import (
    USABLE,
    Gpu,
    ModelShape,
    Request,
    check_eyes,
    fit_request,
    needed_bytes,
    place,
    possible_shards,
    shape_of,
)
from viscodex_model.serve.engines.tgi import tgi_arguments
from viscodex_model.serve.engines.vllm import vllm_arguments

GB = 10**9
# The published configs of Qwen2.5-VL 7B and 32B.
SEVEN = ModelShape(16_584_000_000, 28, 28, 4, 128, 128_000, 16, 14, 2)
THIRTY_TWO = ModelShape(66_900_000_000, 64, 40, 8, 128, 128_000, 16, 14, 2)

SHAPES = st.builds(
    lambda heads, groups, head, **rest: ModelShape(
        heads=heads * groups, key_heads=heads, head_size=head, patch=14, merge=2, **rest
    ),
    st.integers(1, 16),
    st.integers(1, 8),
    st.sampled_from([64, 128]),
    weight_bytes=st.integers(10**6, 200 * GB),
    layers=st.integers(1, 100),
    positions=st.integers(2_000, 200_000),
    vision_heads=st.integers(1, 32),
)
REQUESTS = st.builds(
    Request, st.integers(1, 8), st.integers(3136, 4_000_000), st.integers(1, 8192), st.integers(1, 8192)
)


def test_linear_attention_keeps_no_keys_of_every_token() -> None:
    """Of Qwen3.5-9B's 32 layers eight fill a cache with each token; the others keep 2 MiB of a request."""
    settings = {
        "num_attention_heads": 16, "num_hidden_layers": 32, "num_key_value_heads": 4, "head_dim": 256,
        "hidden_size": 4096, "max_position_embeddings": 262_144,
        "layer_types": (["linear_attention"] * 3 + ["full_attention"]) * 8,
        "linear_num_value_heads": 32, "linear_key_head_dim": 128, "linear_value_head_dim": 128,
        "vision_config": {"num_heads": 16, "patch_size": 16, "spatial_merge_size": 2},
    }  # fmt: skip
    shape = shape_of(settings, weight_bytes=18 * GB)
    assert shape.cache_bytes_a_token == 2 * 8 * 4 * 256 * 2
    assert shape.state_bytes == 24 * 2 * 2**20
    assert shape.picture_tokens(1024 * 1024) == 1024


def cards(count: int, memory: int) -> tuple[Gpu, ...]:
    return tuple(Gpu(index, memory) for index in range(count))


def options(arguments: list[str]) -> dict[str, str]:
    return dict(zip(arguments[::2], arguments[1::2], strict=True))


@given(SHAPES, REQUESTS, st.integers(1, 16), st.integers(GB, 200 * GB))
def test_replicas_fit_their_cards(shape: ModelShape, request: Request, count: int, memory: int) -> None:
    """Placed replicas share no card, cut every kind of head evenly, and have room for weights and one request."""
    try:
        placed = place(shape, request, cards(count, memory), replicas=None)
    except UserError:
        most = max(possible_shards(shape, count))
        assert needed_bytes(shape, request) > most * memory * USABLE
        return
    used = [gpu.index for replica in placed for gpu in replica.gpus]
    assert len(used) == len(set(used)) <= count
    (shards,) = {len(replica.gpus) for replica in placed}
    assert shape.heads % shards == shape.key_heads % shards == shape.vision_heads % shards == 0
    assert needed_bytes(shape, request) <= shards * memory * USABLE
    assert len(placed) == count // shards


@given(SHAPES, REQUESTS)
def test_limits_hold_the_request_they_are_for(shape: ModelShape, wanted: Request) -> None:
    """A fitted request is within the model's positions, both engines' limits hold it, and TGI's hold its own count."""
    try:
        request = fit_request(shape, wanted)
    except UserError:
        assert replace(wanted, pictures=1).total_tokens(shape) > shape.positions
        return
    assert 1 <= request.pictures <= wanted.pictures
    assert request.total_tokens(shape) <= shape.positions
    tgi = options(tgi_arguments(shape, request, shards=1, streams=16))
    counted = request.pictures * -(-request.pixels // 196)
    assert int(tgi["--max-input-tokens"]) >= counted + request.text_tokens
    assert int(tgi["--max-total-tokens"]) == int(tgi["--max-input-tokens"]) + request.reply_tokens
    assert int(tgi["--max-batch-prefill-tokens"]) >= int(tgi["--max-input-tokens"])
    vllm = options(vllm_arguments(shape, request, shards=1, streams=16, name="m"))
    assert int(vllm["--max-model-len"]) == request.total_tokens(shape)


@given(st.integers(3136, 10_000_000))
def test_tgi_counts_four_times(pixels: int) -> None:
    """TGI's count of a Qwen2.5-VL picture is four times the model's, but for rounding."""
    counted, seen = SEVEN.counted_picture_tokens(pixels), SEVEN.picture_tokens(pixels)
    assert 4 * seen - 4 < counted <= 4 * seen


def test_the_published_sizes() -> None:
    """7B is served by one 24 GB card and cut in 1, 2 or 4; 32B wants one 80 GB card cut in 1, 2, 4 or 8."""
    assert possible_shards(SEVEN, 8) == [1, 2, 4]
    assert possible_shards(THIRTY_TWO, 8) == [1, 2, 4, 8]
    assert [len(r.gpus) for r in place(SEVEN, Request(), cards(4, 24 * GB), replicas=None)] == [1, 1, 1, 1]
    assert [len(r.gpus) for r in place(THIRTY_TWO, Request(), cards(4, 48 * GB), replicas=None)] == [2, 2]
    assert [len(r.gpus) for r in place(THIRTY_TWO, Request(), cards(1, 85 * GB), replicas=1)] == [1]


def test_what_does_not_fit_is_a_sentence() -> None:
    """Too little memory, too many replicas, no card, no eyes and a config without numbers each say what to do."""
    with pytest.raises(UserError, match="do not hold that"):
        place(THIRTY_TWO, Request(), cards(2, 24 * GB), replicas=None)
    with pytest.raises(UserError, match="at most --replicas 2"):
        place(SEVEN, Request(), cards(2, 24 * GB), replicas=3)
    with pytest.raises(UserError, match="--gpus"):
        place(SEVEN, Request(), (), replicas=None)
    with pytest.raises(UserError, match="reads no pictures"):
        check_eyes(replace(SEVEN, vision_heads=0, patch=0))
    with pytest.raises(UserError, match="Copy it again"):
        shape_of({"num_attention_heads": 4}, weight_bytes=1)


@given(
    st.integers(2, 64),
    st.integers(1, 64),
    st.sampled_from([None, 64]),
    st.integers(1, 16),
    st.integers(1, 16),
)
def test_a_config_is_read_as_it_says(
    heads: int, layers: int, head_size: int | None, key_heads: int, eyes: int
) -> None:
    """The shape has the config's numbers; a missing head size is the hidden size by the heads."""
    assume(key_heads <= heads)
    settings = {
        "num_attention_heads": heads,
        "num_hidden_layers": layers,
        "num_key_value_heads": key_heads,
        "hidden_size": heads * 80,
        "head_dim": head_size,
        "max_position_embeddings": 4096,
        "vision_config": {"num_heads": eyes, "patch_size": 14, "spatial_merge_size": 2},
    }
    shape = shape_of(settings, weight_bytes=7)
    assert shape == ModelShape(7, layers, heads, key_heads, head_size or 80, 4096, eyes, 14, 2)


def test_nothing_is_fetched_and_nothing_reported() -> None:
    """TGI's statistics are off and its payload limit is the gateway's; vLLM takes no video and no address."""
    tgi = options(tgi_arguments(SEVEN, Request(), shards=2, streams=16))
    assert (tgi["--usage-stats"], tgi["--payload-limit"], tgi["--num-shard"]) == ("off", "33554432", "2")
    vllm = options(vllm_arguments(SEVEN, Request(), shards=2, streams=16, name="viscodex-8b"))
    assert json.loads(vllm["--limit-mm-per-prompt"]) == {"image": 2, "video": 0}
    assert vllm["--allowed-media-domains"].endswith(".invalid")
    assert "--allowed-local-media-path" not in vllm
