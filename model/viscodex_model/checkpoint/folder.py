"""Describes a checkpoint folder, and what each engine still needs to serve it. No tensor is read.

The contract with TGI is that of its 3.3.7; transformers and vLLM accept what TGI accepts, and more.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from viscodex_model.checkpoint.engine_files import NEW_TOKENIZER_CLASS, PROCESSOR_NAME, chat_template
from viscodex_model.checkpoint.header import TensorEntry
from viscodex_model.checkpoint.index import CheckpointIndex, CheckpointProblems, read_index, read_json
from viscodex_model.checkpoint.layout import is_tied, language_settings, name_layout, old_name
from viscodex_model.core.errors import UserError

Engine = Literal["transformers", "vLLM", "TGI"]
_TGI_MODEL_TYPES = ("qwen2", "qwen3", "qwen2_vl", "qwen2_5_vl")
_RAW_PARTS = (("visual.", "vision"), ("model.embed_tokens.", "embeddings"), ("lm_head.", "head"))


@dataclass(frozen=True)
class Check:
    """One line of the check list: `remedy` is what to do, None where all is well."""

    engine: Engine
    subject: str
    remedy: str | None


@dataclass(frozen=True)
class FolderReport:
    """What a checkpoint folder is. Sizes in bytes; `parts` maps a part to (tensors, parameters)."""

    folder: Path
    model_type: str
    architecture: str
    nbytes: int
    shards: int
    parts: dict[str, tuple[int, int]]
    dtypes: dict[str, int]
    layout: str
    tied: bool
    vocabulary: str
    settings: dict[str, Any]
    checks: tuple[Check, ...]

    @property
    def is_ready(self) -> bool:
        return all(check.remedy is None for check in self.checks)


def describe(folder: Path) -> FolderReport:
    """Look at the checkpoint in `folder`.

    Raises:
        CheckpointProblems: it is damaged, or is none; all reasons at once.
    """
    index = read_index(folder)
    try:
        config = read_json(folder / "config.json")
    except UserError as error:
        raise CheckpointProblems((str(error),)) from error
    settings = language_settings(config)
    return FolderReport(
        folder=folder,
        model_type=str(config.get("model_type")),
        architecture=", ".join(config.get("architectures") or ["not stated"]),
        nbytes=index.nbytes,
        shards=len(index.shards),
        parts=_parts(index.entries.values()),
        dtypes=dict(Counter(entry.dtype for entry in index.entries.values())),
        layout=name_layout(list(index.entries)),
        tied=is_tied(config),
        vocabulary=_vocabulary(folder, index, settings),
        settings=settings,
        checks=tuple(_checks(folder, config, index)),
    )


def _parts(entries: Any) -> dict[str, tuple[int, int]]:
    parts: dict[str, tuple[int, int]] = {}
    for entry in entries:
        tensors, parameters = parts.get(_part(entry), (0, 0))
        parts[_part(entry)] = (tensors + 1, parameters + entry.numel)
    return parts


def _part(entry: TensorEntry) -> str:
    name = old_name(entry.name)
    return next((part for prefix, part in _RAW_PARTS if name.startswith(prefix)), "language layers")


def _vocabulary(folder: Path, index: CheckpointIndex, settings: dict[str, Any]) -> str:
    rows = [e.shape[0] for name, e in index.entries.items() if old_name(name) == "model.embed_tokens.weight"]
    held = f"{rows[0]} rows" if rows else "no embeddings"
    stated = settings.get("vocab_size")
    differs = f", but the config says {stated}" if rows and stated != rows[0] else ""
    path = folder / "tokenizer.json"
    if not path.is_file():
        return f"{held}{differs}; no tokenizer.json"
    content = read_json(path)
    tokens = len(content.get("model", {}).get("vocab", ()))
    return f"{held}{differs}; {tokens} tokens and {len(content.get('added_tokens', ()))} added ones"


def _checks(folder: Path, config: dict[str, Any], index: CheckpointIndex) -> Iterator[Check]:
    is_visual = isinstance(config.get("vision_config"), dict)
    tokenizer = (
        None if (folder / "tokenizer.json").is_file() else "copy tokenizer.json from the original model"
    )
    architecture = (
        None if config.get("architectures") else "name the class under `architectures` in config.json"
    )
    processor = None
    if is_visual and not (folder / PROCESSOR_NAME).is_file():
        processor = f"copy {PROCESSOR_NAME} from the original model"
    mixed = "rename the tensors to one layout" if name_layout(list(index.entries)) == "mixed" else None
    template = chat_template(folder)
    has_any = template or (folder / "chat_template.jinja").is_file()
    no_template = None if has_any else "copy the chat template from the original model"
    engines: tuple[Engine, ...] = ("transformers", "vLLM")
    for engine in engines:
        yield Check(engine, "model class named", architecture)
        yield Check(engine, "one layout of names", mixed)
        yield Check(engine, "tokenizer", tokenizer)
        yield Check(engine, "chat template", no_template)
        if is_visual:
            yield Check(engine, "picture processor", processor)
    yield from _tgi_checks(folder, config, index)
    yield Check("TGI", "tokenizer", tokenizer)
    if is_visual:
        yield Check("TGI", "picture processor", processor)
    yield Check(
        "TGI",
        "chat template",
        None if template else "put it into tokenizer_config.json or chat_template.json (TGI reads no .jinja)",
    )


def _tgi_checks(folder: Path, config: dict[str, Any], index: CheckpointIndex) -> Iterator[Check]:
    model_type = config.get("model_type")
    known = model_type in _TGI_MODEL_TYPES
    yield Check("TGI", "model type", None if known else f"TGI 3.3 has no {model_type!r}: serve it with vLLM")
    nested = "text_config" in config or "rope_parameters" in config
    yield Check("TGI", "flat config", "write it flat, as merge does" if nested else None)
    layout = name_layout(list(index.entries))
    yield Check("TGI", "older tensor names", None if layout == "old" else "rename them, as merge does")
    if isinstance(config.get("vision_config"), dict):
        stated = "spatial_patch_size" in config["vision_config"]
        yield Check("TGI", "patch size", None if stated else "add vision_config.spatial_patch_size")
        scaling = language_settings(config).get("rope_scaling") or {}
        kind = scaling.get("type") or scaling.get("rope_type")
        sections = kind == "default" and "mrope_section" in scaling
        remedy = None if sections else 'state rope_scaling as {"type": "default", "mrope_section": […]}'
        yield Check("TGI", "rope sections", remedy)
    window = config.get("sliding_window") is not None and not config.get("use_sliding_window")
    yield Check("TGI", "no sliding window", "set sliding_window to null" if window else None)
    yield Check("TGI", "tokenizer settings", _tokenizer_remedy(folder / "tokenizer_config.json"))


def _tokenizer_remedy(path: Path) -> str | None:
    if not path.is_file():
        return "copy tokenizer_config.json from the original model"
    config = read_json(path)
    if config.get("tokenizer_class") == NEW_TOKENIZER_CLASS:
        return f"name a tokenizer_class of transformers 4 in place of {NEW_TOKENIZER_CLASS}"
    if isinstance(config.get("extra_special_tokens"), list):
        return "move extra_special_tokens to additional_special_tokens"
    return None
