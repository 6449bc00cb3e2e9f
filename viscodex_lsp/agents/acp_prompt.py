"""Reads an ACP prompt into an order: its pictures, the file it names with a place in it, and its words.

A file is named by a resource link, by an embedded resource, or in the text as a path; behind it may stand lines, as
editors write them: `#L4-L9`, `#L4:9`, `:4-9`, `:4`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from urllib.parse import unquote

from acp.schema import (
    AudioContentBlock,
    BlobResourceContents,
    EmbeddedResourceContentBlock,
    ImageContentBlock,
    ResourceContentBlock,
    TextContentBlock,
)

from viscodex_lsp.agents.folders import find_inside
from viscodex_lsp.core.errors import VisCodexError
from viscodex_lsp.core.picture.picture_paths import SUFFIXES

Block = (
    TextContentBlock
    | ImageContentBlock
    | AudioContentBlock
    | ResourceContentBlock
    | EmbeddedResourceContentBlock
)
_PLACE = re.compile(r"(?:#L?(?P<a>\d+)(?:[:-]L?(?P<b>\d+))?|:(?P<c>\d+)(?:-(?P<d>\d+))?)(?::\d+)?$")
_PATH_IN_TEXT = re.compile(
    r"(?<![\w.@~-])@?[`\"']?((?:[\w.@~-]{1,255}+/){0,64}[\w.@~-]{1,255}\.\w+(?:#L\d+(?:[:-]L?\d+)?|:\d+(?:-\d+)?)?)"
)
_MOST_WORDS = 400


@dataclass(frozen=True, slots=True)
class AcpPrompt:
    """`file` is "" where none is named; `line` inserts before it, `lines` is "A:B"."""

    pictures: tuple[str, ...]
    file: str
    line: int | None
    lines: str
    words: str


def read_prompt(blocks: Sequence[Block], folders: Sequence[Path]) -> AcpPrompt:
    """The prompt's parts; what is no picture, file or text counts for nothing."""
    pictures: list[str] = []
    files: list[str] = []
    words: list[str] = []
    for block in blocks:
        match block:
            case TextContentBlock():
                words.append(block.text)
            case ImageContentBlock():
                pictures.append(f"data:{block.mime_type};base64,{block.data}")
            case ResourceContentBlock():
                (pictures if _is_picture(block.uri, block.mime_type) else files).append(block.uri)
            case EmbeddedResourceContentBlock():
                resource = block.resource
                if isinstance(resource, BlobResourceContents) and _is_picture(
                    resource.uri, resource.mime_type
                ):
                    pictures.append(f"data:{resource.mime_type or 'image/png'};base64,{resource.blob}")
                else:
                    files.append(resource.uri)
            case _:
                pass
    text = "\n".join(words).strip()
    file = files[0] if files else _file_in(text, folders)
    name, line, lines = _placed(file)
    return AcpPrompt(tuple(pictures), name, line, lines, text)


def _placed(name: str) -> tuple[str, int | None, str]:
    """The name without its place, and the place."""
    match = _PLACE.search(name)
    if match is None:
        return name, None, ""
    first, last = match["a"] or match["c"], match["b"] or match["d"]
    bare = name[: match.start()]
    return (bare, None, f"{first}:{last}") if last else (bare, int(first), "")


def _file_in(text: str, folders: Sequence[Path]) -> str:
    """The first word of the text that names a file of the project."""
    for match in list(_PATH_IN_TEXT.finditer(text))[:_MOST_WORDS]:
        name = match[1]
        try:
            is_file = find_inside(_placed(name)[0], folders).is_file()
        except (VisCodexError, OSError):  # a name may be longer than the system takes
            continue
        if is_file and not _is_picture(name, None):
            return name
    return ""


def _is_picture(uri: str, mime: str | None) -> bool:
    return (mime or "").startswith("image/") or PurePath(unquote(uri)).suffix.lower() in SUFFIXES
