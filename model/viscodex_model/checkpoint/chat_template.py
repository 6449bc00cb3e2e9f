"""Finds the chat template of a checkpoint folder, in whichever of its files it stands."""

import json
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError


def read_chat_template(folder: Path) -> str:
    """Read the Jinja template from `chat_template.jinja`, `chat_template.json` or `tokenizer_config.json`."""
    loose = folder / "chat_template.jinja"
    if loose.is_file():
        return loose.read_text(encoding="utf-8")
    for name in ("chat_template.json", "tokenizer_config.json"):
        template = (read_object(folder / name) or {}).get("chat_template")
        if isinstance(template, list):
            template = {entry["name"]: entry["template"] for entry in template}.get("default")
        if isinstance(template, str):
            return template
    raise UserError(f"{folder} has no chat template: copy chat_template.json from the original model.")


def read_object(path: Path) -> dict[str, Any] | None:
    """The JSON object in `path`; None where there is no such file, or no object in it."""
    if not path.is_file():
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(f"{path} is not readable JSON: {error}") from error
    return content if isinstance(content, dict) else None
