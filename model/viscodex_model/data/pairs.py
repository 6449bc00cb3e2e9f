"""Reads a folder of pictures and code files as raw records: files of the same name belong together.

`card.png` and `card.html` are a pair; `card.txt` beside them may hold what is asked. Folders within count too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted
from viscodex_model.data.defects import Defect

PICTURES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"))
LANGUAGES = {
    ".c": "c", ".cpp": "cpp", ".cs": "csharp", ".css": "css", ".go": "go", ".htm": "html", ".html": "html",
    ".java": "java", ".js": "javascript", ".json": "json", ".jsx": "jsx", ".kt": "kotlin", ".php": "php",
    ".py": "python", ".rb": "ruby", ".rs": "rust", ".sh": "bash", ".sql": "sql", ".svelte": "svelte",
    ".swift": "swift", ".ts": "typescript", ".tsx": "tsx", ".vue": "vue", ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
PROMPT = "Write the code that this picture shows."


def read_pairs(folder: Path, *, prompt: str = PROMPT, category: str | None = None) -> Iterator[Any]:
    """A raw record for each pair, a `Defect` for each file without a partner; names are relative to `folder`.

    Raises:
        UserError: the folder is missing or holds neither pictures nor code.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}.")
    groups: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in PICTURES or path.suffix.lower() in LANGUAGES:
            groups.setdefault(path.with_suffix(""), []).append(path)
    if not groups:
        raise UserError(f"{folder} holds no pictures ({', '.join(sorted(PICTURES))}) and no code.")
    for stem, paths in groups.items():
        yield _pair(folder, stem, paths, prompt, category)


def _pair(
    folder: Path, stem: Path, paths: list[Path], prompt: str, category: str | None
) -> dict[str, Any] | Defect:
    pictures = [path for path in paths if path.suffix.lower() in PICTURES]
    codes = [path for path in paths if path.suffix.lower() in LANGUAGES]
    if len(pictures) != 1 or len(codes) != 1:
        name = stem.relative_to(folder)
        return Defect(
            "unpaired", f"{name}: {counted(len(pictures), 'picture')}, {counted(len(codes), 'file')} of code"
        )
    language = LANGUAGES[codes[0].suffix.lower()]
    try:
        code = codes[0].read_text(encoding="utf-8-sig").strip("\n")
        asked = stem.parent / f"{stem.name}.txt"
        text = asked.read_text(encoding="utf-8").strip() if asked.is_file() else prompt
    except (OSError, UnicodeDecodeError) as error:
        return Defect("schema", f"{codes[0].relative_to(folder)} cannot be read as UTF-8: {error}")
    if not code.strip():
        return Defect("empty_answer", f"{codes[0].relative_to(folder)} is empty")
    mark = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    messages = [
        {"role": "user", "content": f"<image>\n{text}"},
        {"role": "assistant", "content": f"{mark}{language}\n{code}\n{mark}"},
    ]
    return {
        "images": [pictures[0].relative_to(folder).as_posix()],
        "messages": messages,
        "category": category or ("html" if language == "html" else "code"),
    }
