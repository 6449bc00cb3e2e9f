"""Opens the checkpoint folder that is exported: config, the index of tensors under their older names, licence."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.checkpoint.index import CheckpointIndex, read_index, read_json
from viscodex_model.checkpoint.layout import is_tied, language_settings, old_name
from viscodex_model.checkpoint.licence import read_licence
from viscodex_model.core.errors import UserError
from viscodex_model.core.provenance import PROVENANCE_NAME

# By the `model_type` in config.json; `families.family` has their halves.
FAMILIES = {"qwen2_5_vl": "Qwen2.5-VL", "qwen3_vl": "Qwen3-VL", "qwen3_5": "Qwen3.5"}
FLOATS = ("BF16", "F16", "F32")


@dataclass(frozen=True)
class Checkpoint:
    """A folder without its values. `settings` are the language model's, `vision` the tower's, `pictures` the
    preprocessor's; `licences` of the folder itself and of what it was made from.
    """

    folder: Path
    family: str
    settings: dict[str, Any]
    vision: dict[str, Any]
    pictures: dict[str, Any]
    index: CheckpointIndex
    tensors: dict[str, TensorEntry]
    tied: bool
    licences: tuple[str, ...]

    @property
    def title(self) -> str:
        return FAMILIES[self.family]


def open_checkpoint(folder: Path) -> Checkpoint:
    """Read what can be known of `folder` without its values.

    Raises:
        UserError: it is no sound checkpoint, or of a family that cannot be exported.
    """
    index = read_index(folder)
    config = read_json(folder / "config.json")
    family = config.get("model_type")
    if family not in FAMILIES:
        known = ", ".join(f"{kind} ({title})" for kind, title in FAMILIES.items())
        raise UserError(
            f"{folder} holds a model of type {family}; {known} can be exported here. Convert others with llama.cpp's "
            "own convert_hf_to_gguf.py."
        )
    if config.get("quantization_config") is not None:
        raise UserError(f"{folder} is quantized already: export the unquantized original.")
    tensors = {old_name(name): entry for name, entry in index.entries.items()}
    if len(tensors) < len(index.entries):
        raise UserError(f"{folder} holds a tensor under two names: its index is not sound.")
    vision = config.get("vision_config")
    return Checkpoint(
        folder=folder,
        family=str(family),
        settings=language_settings(config),
        vision=vision if isinstance(vision, dict) else {},
        pictures=_pictures(folder),
        index=index,
        tensors=tensors,
        tied=is_tied(config),
        licences=_licences(folder),
    )


def _pictures(folder: Path) -> dict[str, Any]:
    if (folder / "preprocessor_config.json").is_file():
        return read_json(folder / "preprocessor_config.json")
    if (folder / "processor_config.json").is_file():
        inner = read_json(folder / "processor_config.json").get("image_processor")
        if isinstance(inner, dict):
            return inner
    raise UserError(f"{folder} has no preprocessor_config.json: copy it from the original model.")


def _licences(folder: Path) -> tuple[str, ...]:
    """Of the folder, then of the models that it was merged or tuned from, each once."""
    found = [read_licence(folder)]
    if (folder / PROVENANCE_NAME).is_file():
        inputs = read_json(folder / PROVENANCE_NAME).get("inputs")
        found += [str(entry.get("licence")) for entry in inputs or [] if isinstance(entry, dict)]
    stated = dict.fromkeys(licence for licence in found if licence not in ("not stated", "None"))
    return tuple(stated) or ("not stated",)
