"""What of a chat request the reader can follow: the pictures, the language that is asked for, and what a picture is.

The wording that is looked for is that of the language server's prompts; a request in other words is answered too, with
the language told from the picture.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from viscodex_model.read.reading import Kind
from viscodex_model.serve.protocol.request import ChatRequest, ImagePart, Message

# LSP identifiers by what a fenced block is labelled with, where the two differ.
LANGUAGES: Mapping[str, str] = {
    "jsx": "javascriptreact", "tsx": "typescriptreact", "js": "javascript", "ts": "typescript", "py": "python",
    "bash": "shellscript", "sh": "shellscript", "shell": "shellscript", "text": "plaintext", "txt": "plaintext",
    "md": "markdown", "yml": "yaml", "c++": "cpp", "cs": "csharp", "tex": "latex",
}  # fmt: skip
LABELS: Mapping[str, str] = {
    "javascriptreact": "jsx", "typescriptreact": "tsx", "shellscript": "bash", "plaintext": "text",
}  # fmt: skip
# Instructions that say what a picture is; all others ask for understanding.
KINDS: Mapping[str, Kind] = {
    "code": "code", "source code": "code", "terminal": "terminal", "text": "terminal", "table": "table", "csv": "table",
    "page": "page", "web page": "page", "html": "page", "layout": "page", "chart": "chart", "plot": "chart",
    "diagram": "diagram", "flowchart": "diagram",
}  # fmt: skip
_BLOCK = re.compile(r"one ```([\w+#.-]+) block")
_ASKED = re.compile(r"^The person asks: (.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)
_AS = re.compile(
    r"\s*(?:(?:read|copy|take|treat|it|this|the picture)\s+)*as (?:an? )?([a-z ]+?)\s*[.!]?\s*", re.IGNORECASE
)
_NAME = re.compile(r"[A-Za-z_]\w{2,60}")
MOST_NAMES = 5000
_CUT_OUTS = re.compile(
    r"^Where the picture holds a photo,.* cut:LEFT,TOP,WIDTH,HEIGHT/name\.png,", re.MULTILINE
)
_TAILWIND = re.compile(r"^Style with Tailwind's utility classes", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """`language` is an LSP identifier; `instruction` what a person asked for and the reader cannot do; with `tailwind`
    pages are styled by Tailwind's classes, with `cut_outs` the first one's pictures have the addresses of regions."""

    pictures: tuple[str, ...]
    language: str | None
    kind: Kind | None
    instruction: str
    names: frozenset[str]
    answered: str | None = None
    tailwind: bool = False
    cut_outs: bool = False


def read_question(request: ChatRequest) -> Question:
    """What `request` asks. `answered` is the reply before, where it is to be mended: reading again changes nothing."""
    text = "\n\n".join(_text_of(message) for message in request.messages if message.role == "user")
    asked = _ASKED.search(text)
    instruction = asked[1].strip() if asked else ""
    kind = _kind_of(instruction)
    label = _BLOCK.search(text)
    replies = [_text_of(message) for message in request.messages if message.role == "assistant"]
    return Question(
        pictures=tuple(request.picture_urls),
        language=language_of(label[1]) if label else None,
        kind=kind,
        instruction="" if kind else instruction,
        names=frozenset(_NAME.findall(text)[:MOST_NAMES]) if label else frozenset(),
        answered=replies[-1] if replies and not _has_picture(request.messages[-1]) else None,
        tailwind=bool(_TAILWIND.search(text)),
        cut_outs=bool(_CUT_OUTS.search(text)),
    )


def language_of(label: str) -> str:
    """The LSP identifier of a fenced block's label."""
    return LANGUAGES.get(label.lower(), label.lower())


def label_of(language: str) -> str:
    """The label of a fenced block in `language`, an LSP identifier."""
    return LABELS.get(language, language)


def _kind_of(instruction: str) -> Kind | None:
    said = _AS.fullmatch(instruction)
    return KINDS.get(said[1].lower().strip()) if said else None


def _text_of(message: Message) -> str:
    if isinstance(message.content, str):
        return message.content
    return "\n\n".join(part.text for part in message.content if not isinstance(part, ImagePart))


def _has_picture(message: Message) -> bool:
    return not isinstance(message.content, str) and any(
        isinstance(part, ImagePart) for part in message.content
    )
