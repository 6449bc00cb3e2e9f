"""Reads what the web page asks for from its JSON."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.language.languages import language_of

# What the page offers, with the name of a file to download.
LANGUAGES = {
    "html": "page.html",
    "vue": "Page.vue",
    "svelte": "Page.svelte",
    "typescriptreact": "Page.tsx",
    "css": "page.css",
    "markdown": "page.md",
    "python": "program.py",
    "javascript": "program.js",
    "typescript": "program.ts",
    "java": "Program.java",
    "csharp": "Program.cs",
    "go": "main.go",
    "rust": "main.rs",
    "sql": "query.sql",
    "json": "data.json",
    "yaml": "data.yaml",
    "shellscript": "script.sh",
}
_LONGEST_TEXT = 2_000
_LONGEST_CODE = 1_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """A picture as bytes, and what is to become of it; `code` is what was made before and is to come closer."""

    picture: bytes
    language: str
    instruction: str
    code: str

    @property
    def file_name(self) -> str:
        """The file that the code would be."""
        return LANGUAGES[self.language]


def read_order(value: object) -> Order:
    """Read `{picture, language, instruction?, code?}`; the picture is in base64.

    Raises:
        UsageError: a key is missing or means nothing.
    """
    fields = value if isinstance(value, Mapping) else {}
    language = fields.get("language")
    if language not in LANGUAGES:
        raise UsageError("Choose one of the languages of the list.")
    try:
        picture = base64.b64decode(str(fields.get("picture") or ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("The picture did not arrive whole; choose it again.") from error
    if not picture:
        raise UsageError("Paste, drop or choose a picture first.")
    instruction, code = (fields.get(name) or "" for name in ("instruction", "code"))
    if not isinstance(instruction, str) or not isinstance(code, str):
        raise UsageError("The instruction and the code must be texts.")
    if len(instruction) > _LONGEST_TEXT or len(code) > _LONGEST_CODE:
        raise UsageError("The instruction or the code is too long.")
    return Order(picture, str(language), instruction.strip(), code)


def language_names() -> dict[str, str]:
    """The languages to choose from, with their names for people."""
    return {name: language_of(name).name for name in LANGUAGES}
