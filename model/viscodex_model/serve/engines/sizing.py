"""Computes how a model is split over GPUs and what a request may need. Pure arithmetic; no GPU is touched.

Sources: Qwen2.5-VL's config (a token for each `merge` x `merge` block of patches); TGI 3.3.7's router, which counts a
picture as width x height / 196 tokens, about four times what the model sees.
"""

from dataclasses import dataclass
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import say_bytes

# Of a card's memory, what the engine's own buffers, activations and the driver leave for weights and cache.
USABLE = 0.85
_BYTES_A_VALUE = 2  # weights and cache are held in bfloat16


@dataclass(frozen=True)
class ModelShape:
    """What of a checkpoint decides its arguments. `weight_bytes` on disk; `vision_heads` and `patch` 0 without eyes.

    `positions` is the most tokens the model was made for, prompt and reply together. `layers` are those that keep keys
    and values of every token; `state_bytes` is what linear attention keeps of a request instead, however long it is.
    """

    weight_bytes: int
    layers: int
    heads: int
    key_heads: int
    head_size: int
    positions: int
    vision_heads: int
    patch: int
    merge: int
    state_bytes: int = 0

    @property
    def cache_bytes_a_token(self) -> int:
        """Bytes of key and value cache that one token takes, over all shards."""
        return 2 * self.layers * self.key_heads * self.head_size * _BYTES_A_VALUE

    def picture_tokens(self, pixels: int) -> int:
        """What the model sees of a picture with that many pixels."""
        side = self.patch * self.merge
        return -(-pixels // (side * side))

    def counted_picture_tokens(self, pixels: int) -> int:
        """What TGI's router counts for it."""
        return -(-pixels // 196)


@dataclass(frozen=True)
class Request:
    """The largest request that is to be served: pictures of so many pixels, tokens of text and of the reply."""

    pictures: int = 2
    pixels: int = 1_605_632
    text_tokens: int = 4096
    reply_tokens: int = 2048

    def prompt_tokens(self, shape: ModelShape) -> int:
        """What the model reads."""
        return self.pictures * shape.picture_tokens(self.pixels) + self.text_tokens

    def total_tokens(self, shape: ModelShape) -> int:
        """What the model reads and writes."""
        return self.prompt_tokens(shape) + self.reply_tokens


@dataclass(frozen=True)
class Gpu:
    """A card: its index as nvidia-smi has it, and its memory in bytes."""

    index: int
    memory: int


@dataclass(frozen=True)
class Replica:
    """One engine: the cards that its shards are on."""

    gpus: tuple[Gpu, ...]


def shape_of(settings: dict[str, Any], *, weight_bytes: int) -> ModelShape:
    """The shape, from the flat settings of config.json (`vision_config` within them).

    Raises:
        UserError: a number is missing.
    """
    vision = settings.get("vision_config")
    vision = vision if isinstance(vision, dict) else {}
    types = settings.get("layer_types") or ()
    linear = [kind for kind in types if kind == "linear_attention"]
    try:
        heads = int(settings["num_attention_heads"])
        return ModelShape(
            weight_bytes=weight_bytes,
            layers=int(settings["num_hidden_layers"]) - len(linear),
            heads=heads,
            key_heads=int(settings.get("num_key_value_heads") or heads),
            head_size=int(settings.get("head_dim") or int(settings["hidden_size"]) // heads),
            positions=int(settings["max_position_embeddings"]),
            vision_heads=int(vision.get("num_heads") or 0),
            patch=int(vision.get("patch_size") or 0),
            merge=int(vision.get("spatial_merge_size") or 1),
            state_bytes=len(linear) * _state_bytes(settings) if linear else 0,
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise UserError(
            f"config.json does not say what an engine has to know ({error}). Copy it again from the original model."
        ) from error


def _state_bytes(settings: dict[str, Any]) -> int:
    """What a layer of linear attention keeps of a request: a matrix a head, in float32 (Qwen3.5's gated delta net)."""
    heads = int(settings["linear_num_value_heads"])
    return 4 * heads * int(settings["linear_key_head_dim"]) * int(settings["linear_value_head_dim"])


def check_eyes(shape: ModelShape) -> None:
    """Refuse a model without vision: it would be told about pictures that it never sees.

    Raises:
        UserError: it has none.
    """
    if not (shape.patch and shape.vision_heads):
        raise UserError(
            "This model reads no pictures. Merge it with a vision-language model, and serve that."
        )


def fit_request(shape: ModelShape, wanted: Request) -> Request:
    """`wanted`, with as many of its pictures as the model's positions hold.

    Raises:
        UserError: not even one picture fits.
    """
    for pictures in range(wanted.pictures, 0, -1):
        fitting = Request(pictures, wanted.pixels, wanted.text_tokens, wanted.reply_tokens)
        if fitting.total_tokens(shape) <= shape.positions:
            return fitting
    one = Request(1, wanted.pixels, wanted.text_tokens, wanted.reply_tokens)
    raise UserError(
        f"One picture, text and reply come to {one.total_tokens(shape)} tokens, but the model takes {shape.positions}."
        " Lower --max-pixels or --max-reply-tokens."
    )


def possible_shards(shape: ModelShape, most: int) -> list[int]:
    """Into how many equal parts the attention can be cut, up to `most`: every kind of head has to divide."""
    parts = (shape.heads, shape.key_heads, shape.vision_heads)
    return [count for count in range(1, most + 1) if all(heads % count == 0 for heads in parts)]


def needed_bytes(shape: ModelShape, request: Request) -> int:
    """What one replica needs over all of its cards: the weights, and the cache of one largest request."""
    return shape.weight_bytes + shape.state_bytes + shape.cache_bytes_a_token * request.total_tokens(shape)


def place(
    shape: ModelShape, request: Request, gpus: tuple[Gpu, ...], *, replicas: int | None
) -> tuple[Replica, ...]:
    """Put replicas on cards: each on as few as hold it, and as many replicas as `replicas` says (None: all that fit).

    Raises:
        UserError: there is no GPU, or they do not hold so much.
    """
    if not gpus:
        raise UserError("No GPU is given. Name the cards with --gpus, as nvidia-smi numbers them.")
    smallest = min(gpu.memory for gpu in gpus)
    need = needed_bytes(shape, request)
    fitting = [n for n in possible_shards(shape, len(gpus)) if need <= n * smallest * USABLE]
    if not fitting:
        raise UserError(
            f"The model needs {say_bytes(need)} for its weights and one request, and can be cut into "
            f"{_listed(possible_shards(shape, len(gpus)))} parts; {len(gpus)} GPU(s) of {say_bytes(smallest)} do not "
            "hold that. Use more or larger GPUs, or a smaller model."
        )
    shards = fitting[0]
    room = len(gpus) // shards
    if (replicas or 1) > room:
        raise UserError(
            f"{replicas} replicas of {shards} GPU(s) each need {replicas and replicas * shards} GPUs, and there are "
            f"{len(gpus)}. Ask for at most --replicas {room}."
        )
    return tuple(Replica(gpus[n * shards : (n + 1) * shards]) for n in range(replicas or room))


def _listed(numbers: list[int]) -> str:
    return " or ".join(map(str, numbers))
