"""Copies a checkpoint's tokenizer, processor and chat files into the form that TGI, vLLM and transformers read.

Files are copied byte for byte. Only what transformers 5 writes and the engines cannot read is put into the older form.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.index import read_json
from viscodex_model.checkpoint.writer import write_json
from viscodex_model.core.errors import UserError

CARRIED = (
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json",
    "merges.txt", "tokenizer.model", "chat_template.json", "chat_template.jinja", "generation_config.json",
    "preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json",
)  # fmt: skip
PROCESSOR_NAME = "preprocessor_config.json"
NEW_TOKENIZER_CLASS = "TokenizersBackend"
# The one name of a tokenizer that is nothing but its tokenizer.json, in transformers 4 and 5.
_PLAIN_TOKENIZER_CLASS = "PreTrainedTokenizerFast"


def carry_files(source: Path, target: Path) -> None:
    """Copy the tokenizer, processor, chat and licence files of `source` to `target`, and mend the forms.

    Raises:
        UserError: a file cannot be read, understood or written.
    """
    licences = [path.name for pattern in ("LICENSE*", "NOTICE*") for path in sorted(source.glob(pattern))]
    for name in (*CARRIED, *licences):
        if (source / name).is_file():
            try:
                shutil.copyfile(source / name, target / name)
            except OSError as error:
                raise UserError(f"{source / name} cannot be copied to {target}: {error.strerror}.") from error
    _mend_tokenizer(target / "tokenizer_config.json")
    _mend_processor(target)
    _mend_chat_template(target)


def chat_template(folder: Path) -> str | None:
    """Where TGI finds the chat template of `folder`, if it does."""
    for name in ("tokenizer_config.json", "chat_template.json"):
        if (folder / name).is_file() and read_json(folder / name).get("chat_template"):
            return name
    return None


def _mend_tokenizer(path: Path) -> None:
    if not path.is_file():
        return
    config = read_json(path)
    mended: dict[str, Any] = dict(config)
    if config.get("tokenizer_class") == NEW_TOKENIZER_CLASS:
        mended["tokenizer_class"] = _PLAIN_TOKENIZER_CLASS
    if isinstance(config.get("extra_special_tokens"), list):
        extra = mended.pop("extra_special_tokens")
        mended.setdefault("additional_special_tokens", extra)
    if mended != config:
        write_json(path, mended)


def _mend_processor(folder: Path) -> None:
    if (folder / PROCESSOR_NAME).is_file() or not (folder / "processor_config.json").is_file():
        return
    config = read_json(folder / "processor_config.json")
    image_processor = config.get("image_processor")
    if isinstance(image_processor, dict):
        content = {**image_processor, "processor_class": config.get("processor_class")}
        write_json(folder / PROCESSOR_NAME, content)


def _mend_chat_template(folder: Path) -> None:
    path = folder / "chat_template.jinja"
    if path.is_file() and chat_template(folder) is None:
        text = path.read_text(encoding="utf-8")
        (folder / "chat_template.json").write_text(
            json.dumps({"chat_template": text}) + "\n", encoding="utf-8"
        )
