"""Finds under which licence a checkpoint folder is passed on."""

import re
from pathlib import Path

import yaml


def read_licence(folder: Path) -> str:
    """The licence that the model card states, or that a licence file opens with; else "not stated"."""
    card = folder / "README.md"
    if card.is_file():
        front = re.match(r"---\n(.*?)\n---", card.read_text(encoding="utf-8", errors="replace"), re.DOTALL)
        stated = _licence_of_front_matter(front.group(1)) if front else None
        if stated:
            return stated
    for path in sorted(folder.glob("LICENSE*")):
        lines = [line.strip() for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]
        first = next((line for line in lines if line), None)
        if first:
            return f"{first[:80]} ({path.name})"
    return "not stated"


def _licence_of_front_matter(text: str) -> str | None:
    try:
        front = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    if not isinstance(front, dict):
        return None
    licence = front.get("license_name") if front.get("license") == "other" else None
    licence = licence or front.get("license")
    return str(licence) if licence else None
