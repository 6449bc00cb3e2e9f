"""What of this machine decides how a model is served: cores, memory, instructions, and who else is at work."""

import math
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import psutil

from viscodex_model.checkpoint.gguf.pair import GgufPair
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import say_bytes

# For activations, the tokenizer and the process itself, beside weights and cache.
_BESIDE = 300_000_000
_CACHE_BYTES = 2  # of a key or value, in half precision
_BITS = {"f32": 32.0, "f16": 16.0, "q8_0": 8.5, "q4_k_m": 4.9, "q4_0": 4.5}
_SMALLER = ("q8_0", "q4_0")
_BUSY_PERCENT = 50.0


def usual_threads() -> int:
    """Physical cores that this process may use, but one: the engine's threads wait for the slowest of them."""
    physical = psutil.cpu_count(logical=False) or os.cpu_count() or 1
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else physical
    return max(1, min(physical, allowed) - 1)


def say_if_busy() -> str | None:
    """A sentence where other programs use much of the processor."""
    percent = psutil.cpu_percent(interval=0.3)
    if percent < _BUSY_PERCENT:
        return None
    return f"other programs use {percent:.0f} % of the processor, so replies take longer"


def check_processor(features: Mapping[str, bool] | None = None, machine: str = platform.machine()) -> None:
    """Refuse a processor on which the engine's build would be ended by the system.

    Raises:
        UserError: it is an x86 processor without AVX2.
    """
    if machine.lower() not in ("x86_64", "amd64"):
        return
    if not (_features() if features is None else features).get("AVX2"):
        raise UserError(
            "This processor has no AVX2, which the installed llama.cpp needs. Build xllamacpp from its sources on "
            "this machine (pip install --no-binary xllamacpp xllamacpp), or set viscodex.server.url to another machine."
        )


def _features() -> Mapping[str, bool]:
    """The instructions of this processor, as numpy found them."""
    umath: Any = import_module("numpy._core._multiarray_umath")
    found: Mapping[str, bool] = umath.__cpu_features__
    return found


@dataclass(frozen=True)
class Need:
    """Bytes of memory that a model takes: `weights` as in its files, `cache` for a whole context, and the rest."""

    weights: int
    cache: int

    @property
    def total(self) -> int:
        return self.weights + self.cache + _BESIDE


def needed(pair: GgufPair, context: int) -> Need:
    """What `pair` needs with room for `context` tokens."""
    text = pair.text
    heads = int(text.setting("attention.head_count") or 1)
    width = int(text.setting("attention.key_length") or int(text.setting("embedding_length") or 0) // heads)
    keys = int(text.setting("attention.head_count_kv") or heads)
    # Layers of linear attention keep a state of one size, whatever the context.
    layers = int(text.setting("block_count") or 0) // int(text.setting("full_attention_interval") or 1)
    return Need(pair.nbytes, 2 * layers * keys * width * context * _CACHE_BYTES)


def check_memory(pair: GgufPair, context: int, *, free: int | None = None) -> None:
    """Refuse a model that does not fit, before anything is loaded.

    Raises:
        UserError: with what is needed, what is free, and a smaller form that would fit, if there is one.
    """
    need = needed(pair, context)
    available = psutil.virtual_memory().available if free is None else free
    if need.total <= available:
        return
    raise UserError(
        f"{pair.text.path.name} needs about {say_bytes(need.total)} of memory, and {say_bytes(available)} are free. "
        f"{_advice(pair, need, available)}"
    )


def _advice(pair: GgufPair, need: Need, available: int) -> str:
    parameters = sum(t.numel for file in (pair.text, pair.projector) for t in file.tensors.values())
    bits = 8 * pair.nbytes / max(parameters, 1)
    for name in _SMALLER:
        rest = need.total - need.weights
        smaller = math.ceil(parameters * _BITS[name] / 8) + rest
        if _BITS[name] < 0.9 * bits and smaller <= available:
            return f"As {name} it needs {say_bytes(smaller)}: export it with --quant {name}, or close other programs."
    return "Close other programs, or take a smaller model."
