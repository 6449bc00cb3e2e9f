"""Chooses the type of each tensor for a quantisation, as llama.cpp's own quantiser does, and converts rows to it."""

import ctypes
from functools import cache
from typing import Literal

import numpy as np
from gguf import quants
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType, LlamaFileType
from numpy.typing import NDArray

from viscodex_model.core.errors import UserError
from viscodex_model.core.installation import install_command

Quantisation = Literal["f32", "f16", "q8_0", "q4_0", "q4_k_m"]
QUANTISATIONS: tuple[Quantisation, ...] = ("f32", "f16", "q8_0", "q4_0", "q4_k_m")
F32, F16 = GGMLQuantizationType.F32, GGMLQuantizationType.F16
Q8_0, Q4_0 = GGMLQuantizationType.Q8_0, GGMLQuantizationType.Q4_0
Q4_K, Q5_K, Q6_K = GGMLQuantizationType.Q4_K, GGMLQuantizationType.Q5_K, GGMLQuantizationType.Q6_K
FILE_TYPES: dict[Quantisation, LlamaFileType] = {
    "f32": LlamaFileType.ALL_F32,
    "f16": LlamaFileType.MOSTLY_F16,
    "q8_0": LlamaFileType.MOSTLY_Q8_0,
    "q4_0": LlamaFileType.MOSTLY_Q4_0,
    "q4_k_m": LlamaFileType.MOSTLY_Q4_K_M,
}
_PLAIN = {"f32": F32, "f16": F16, "q8_0": Q8_0, "q4_0": Q4_0, "q4_k_m": Q4_K}
_LARGEST_F16 = 65504.0


def text_type(
    name: str, quantisation: Quantisation, *, layer: int | None, layers: int
) -> GGMLQuantizationType:
    """The type of a matrix of the language model; `layer` is its number of `layers`.

    What the output depends on most stays finer: the head, and under q4_k_m some of the values and of the way back from
    the feed-forward, in the layers that llama.cpp chooses.
    """
    plain = _PLAIN[quantisation]
    if name == "output.weight" and quantisation in ("q4_0", "q4_k_m"):
        return Q6_K if engine_quantiser() is not None else Q8_0
    sensitive = name.endswith((".attn_v.weight", ".ffn_down.weight"))
    if quantisation == "q4_k_m" and name.endswith(".attn_qkv.weight"):
        return Q5_K
    if quantisation == "q4_k_m" and sensitive and layer is not None and _is_finer(layer, layers):
        return Q6_K
    return plain


def vision_type(quantisation: Quantisation) -> GGMLQuantizationType:
    """The type of the matrices that see: never below eight bits, for they read the small letters."""
    return {"f32": F32, "f16": F16}.get(quantisation, Q8_0)


def finer(one: GGMLQuantizationType, other: GGMLQuantizationType) -> GGMLQuantizationType:
    """Which of two types takes more bits for each value."""

    def bits(kind: GGMLQuantizationType) -> float:
        block, width = GGML_QUANT_SIZES[kind]
        return width / block

    return max(one, other, key=bits)


def fitting(wanted: GGMLQuantizationType, row_length: int) -> GGMLQuantizationType:
    """`wanted`, or the nearest type whose blocks divide rows of `row_length`, of at least eight bits."""
    for kind in (wanted, Q8_0):
        if row_length % GGML_QUANT_SIZES[kind][0] == 0:
            return kind
    return F16


def convert(rows: NDArray[np.float32], kind: GGMLQuantizationType, name: str) -> bytes:
    """The bytes of `rows` [count, length] as `kind`.

    Raises:
        UserError: a value is not finite, or too large for half precision; `name` says where.
    """
    peak = float(np.abs(rows).max(initial=0.0))
    if not np.isfinite(peak):
        raise UserError(f"{name} holds a value that is no number or infinite: the checkpoint is damaged.")
    if kind == F32:
        return rows.tobytes()
    if kind == F16:
        if peak > _LARGEST_F16:
            raise UserError(f"{name} holds {peak:g}, too much for half precision. Take --quant f32 or q8_0.")
        return rows.astype(np.float16).tobytes()
    engine = engine_quantiser()
    if engine is not None:
        return engine.quantise(rows, kind)
    return quants.quantize(rows, kind).tobytes()


def check_quantiser(quantisation: Quantisation) -> str | None:
    """Why `quantisation` cannot be made on this installation, if so."""
    if quantisation == "q4_k_m" and engine_quantiser() is None:
        return (
            "q4_k_m is made by llama.cpp's own quantiser, which is not found here. Take --quant q4_0 or q8_0, or "
            f"run: {install_command('gguf')}"
        )
    return None


class EngineQuantiser:
    """llama.cpp's own quantiser, inside the wheel that also serves GGUF files."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._quantise = library.ggml_quantize_chunk
        self._quantise.restype = ctypes.c_size_t
        whole, pointer = ctypes.c_int64, ctypes.c_void_p
        self._quantise.argtypes = [ctypes.c_int, pointer, pointer, whole, whole, whole, pointer]

    def quantise(self, rows: NDArray[np.float32], kind: GGMLQuantizationType) -> bytes:
        """The blocks of `rows` [count, length]; releases the interpreter's lock meanwhile."""
        rows = np.ascontiguousarray(rows)
        count, length = rows.shape
        block, width = GGML_QUANT_SIZES[kind]
        blocks = np.empty(rows.size // block * width, np.uint8)
        self._quantise(int(kind), rows.ctypes.data, blocks.ctypes.data, 0, count, length, None)
        return blocks.tobytes()


@cache
def engine_quantiser() -> EngineQuantiser | None:
    """The engine's quantiser; None where the wheel is not installed, or keeps the function to itself."""
    try:
        from xllamacpp import xllamacpp

        return EngineQuantiser(ctypes.CDLL(xllamacpp.__file__))
    except (ImportError, OSError, AttributeError):
        return None


def _is_finer(layer: int, layers: int) -> bool:
    """The eighths at both ends, and every third layer between: `use_more_bits` in llama.cpp's llama-quant.cpp."""
    eighth = layers // 8
    return layer < eighth or layer >= 7 * layers // 8 or (layer - eighth) % 3 == 2
