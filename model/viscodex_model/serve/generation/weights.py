"""Loads a model from a checkpoint folder; whatever cannot be served is refused in a sentence."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

from viscodex_model.core.errors import UserError
from viscodex_model.serve.generation.views import usual_views

if TYPE_CHECKING:
    import torch

    from viscodex_model.checkpoint.processor import PictureProcessor

# Whose tokens a loop of this package's own speaks; the others are spoken by the model's own forward.
FAMILY = "qwen2_5_vl"
FAMILIES = {FAMILY: "Qwen2.5-VL", "qwen3_vl": "Qwen3-VL", "qwen3_5": "Qwen3.5"}
END_TOKENS = ("<|im_end|>", "<|endoftext|>")
# On a CPU, a model up to this size runs in float32: exact, and no slower.
SMALL_BYTES = 2_000_000_000
# Below this, handing the work of one token to several threads costs more than it gains.
ONE_THREAD_PARAMETERS = 100_000_000


@dataclass(frozen=True)
class Placement:
    """Where and how to run: `device` auto, cpu, cuda or mps; `dtype` auto, float32, bfloat16 or float16; CPU threads.

    `views` is how often a picture is looked at, a few pixels moved each time.
    """

    device: str = "auto"
    dtype: str = "auto"
    threads: int | None = None
    views: int | None = None


@dataclass(frozen=True)
class LoadedWeights:
    """A model in place; `context` is the most tokens it takes, prompt and reply together."""

    model: Any
    family: str
    context: int
    threads: int
    speaking_threads: int
    views: int


def check_folder(folder: Path) -> None:
    """Refuse, without loading anything, a folder of another family, or one that is not whole.

    Raises:
        UserError: what is missing or wrong, and what to do.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}: name the folder of a checkpoint.")
    family = _read_object(folder / "config.json").get("model_type")
    if family not in FAMILIES:
        known = ", ".join(f"{kind} ({title})" for kind, title in FAMILIES.items())
        raise UserError(f"{folder} holds a model of type {family}; {known} can be served here.")
    missing = [name for name in _weight_files(folder) if not (folder / name).is_file()]
    if missing:
        raise UserError(f"{folder} lacks {', '.join(missing)}: copy or download the rest of the checkpoint.")


def weight_bytes(folder: Path) -> int:
    """The size of the weights of `folder` on disk."""
    return sum((folder / name).stat().st_size for name in _weight_files(folder))


def load_weights(folder: Path, placement: Placement) -> LoadedWeights:
    """Load the weights of `folder` as `placement` says.

    Raises:
        UserError: a tensor is missing, of another shape or unreadable, or the device is not there.
    """
    import torch

    device = _device(placement.device)
    threads = placement.threads or torch.get_num_threads()
    dtype = _dtype(placement.dtype, folder, device)
    model = _load(folder, dtype).to(device).eval().requires_grad_(False)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    small = parameters < ONE_THREAD_PARAMETERS
    return LoadedWeights(
        model=model,
        context=int(model.config.get_text_config().max_position_embeddings),
        threads=threads,
        speaking_threads=1 if small and placement.threads is None else threads,
        family=str(model.config.model_type),
        views=(placement.views or usual_views(parameters)) if model.config.model_type == FAMILY else 1,
    )


def end_tokens(model: Any, processor: "PictureProcessor") -> frozenset[int]:
    """The ids that end a reply: those of the generation settings, and Qwen's own ends of turn and of text."""
    given = model.generation_config.eos_token_id
    ids = set(given if isinstance(given, list) else [given])
    vocabulary = processor.tokenizer.get_vocab()
    ids |= {vocabulary.get(token) for token in END_TOKENS}
    return frozenset(identity for identity in ids if identity is not None)


def _load(folder: Path, dtype: "torch.dtype") -> Any:
    # A wrong path would otherwise be looked up on the hub, for a minute.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from safetensors import SafetensorError
    from transformers import AutoModelForImageTextToText
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        loaded: Any = AutoModelForImageTextToText.from_pretrained(
            str(folder),
            dtype=dtype,
            local_files_only=True,
            output_loading_info=True,
            attn_implementation="sdpa",
        )
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise UserError(f"The weights in {folder} cannot be loaded: {error}") from error
    model, report = loaded
    absent = sorted(report["missing_keys"])
    if absent:
        # transformers would go on with random numbers in their place.
        named = ", ".join(absent[:5]) + (" and more" if len(absent) > 5 else "")
        raise UserError(
            f"{folder} lacks {len(absent)} of the model's tensors: {named}. The checkpoint is not whole."
        )
    return model


def _device(wanted: str) -> "torch.device":
    import torch

    if wanted == "cuda" and not torch.cuda.is_available():
        raise UserError(
            "No CUDA device can be used here: take --device cpu, or install a CUDA build of torch."
        )
    has_mps = torch.backends.mps.is_available()
    if wanted == "mps" and not has_mps:
        raise UserError("No Apple graphics (MPS) can be used here: take --device cpu.")
    if wanted == "auto":
        wanted = "cuda" if torch.cuda.is_available() else "mps" if has_mps else "cpu"
    return torch.device(wanted)


def _dtype(wanted: str, folder: Path, device: "torch.device") -> "torch.dtype":
    import torch

    if wanted != "auto":
        return getattr(torch, wanted)  # type: ignore[no-any-return]
    settings = _read_object(folder / "config.json")
    stored = str(settings.get("dtype") or settings.get("torch_dtype") or "bfloat16")
    if device.type != "cpu":
        return {"float32": torch.float32, "float16": torch.float16}.get(stored, torch.bfloat16)
    size = weight_bytes(folder)
    in_float32 = size if stored == "float32" else 2 * size
    # Half precision proper has few CPU kernels; bfloat16 has them, but without the instructions it gains memory alone.
    if in_float32 <= SMALL_BYTES or stored == "float32":
        return torch.float32
    fits = in_float32 <= psutil.virtual_memory().available
    return torch.float32 if fits and not has_bfloat16() else torch.bfloat16


def has_bfloat16() -> bool:
    """Whether this processor computes with bfloat16; True where torch cannot tell, as on Arm."""
    import torch

    told = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", None)
    return told is None or bool(told())


def _weight_files(folder: Path) -> list[str]:
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return ["model.safetensors"]
    names = _read_object(index).get("weight_map")
    if not isinstance(names, dict) or not names:
        raise UserError(f"{index} lists no weights: copy it again from where the checkpoint came.")
    return sorted({Path(str(name)).name for name in names.values()})


def _read_object(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError(f"{path.parent} has no {path.name}: it is not a checkpoint folder.") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path} is not readable JSON: {error}") from error
    if not isinstance(content, dict):
        raise UserError(f"{path} holds no JSON object: copy it again from where the checkpoint came.")
    return content
