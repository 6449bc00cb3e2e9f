"""Takes the answer out of what models and their servers wrap around it: tags, box marks, JSON objects.

Wrappers that are also elements of HTML (`<output>`, `<code>`) count only where a fence is inside. What comes out
is text with fences again, so that it is read like any other reply.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from viscodex_lsp.core.language.language import Language
from viscodex_lsp.core.language.languages import language_of_path

_MOST_LAYERS = 6
_LONGEST_JSON = 2_000_000
_TAGS = (
    "answer|response|solution|result|final|final_answer|file|files|artifact|artifacts|antArtifact|boltArtifact"
    "|boltAction|generated_code|html_code|code_block|completion|write_to_file|content|source_code|edit|patch"
)
_HTML_TAGS = "output|code|pre|html_output"
_TAGGED = re.compile(rf"<(?P<ends>/?)(?P<tag>{_TAGS})\b[^<>]*>")
_HTML_TAGGED = re.compile(rf"<(?P<tag>{_HTML_TAGS})>(?P<body>.*)</(?P=tag)\s*>", re.DOTALL)
# Neither element holds blocks in HTML (HTML Standard, 3.2.5.2.5, "Phrasing content").
_BLOCKS = re.compile(
    r"[ \t]*\n\s*<(?:!doctype|html|div|section|ul|ol|li|table|t[rd]|p|h[1-6]|form|nav|main|header|footer|article)\b",
    re.I,
)
_MARKS = (
    ("<|begin_of_box|>", "<|end_of_box|>"),
    *((f"[{name}]", f"[/{name}]") for name in ("CODE", "PYTHON", "ANSWER", "HTML", "OUTPUT")),
)
_BOX = re.compile(r"<\|(?:begin|end)_of_box\|>")
_CDATA = re.compile(r"\s*<!\[CDATA\[(.*)\]\]>\s*", re.DOTALL)
_XML = frozenset({"xml", "xsl", "json", "jsonc"})
_JSON_LABELS = frozenset({"", "json", "jsonc", "json5"})

_PARTS: Mapping[str, str] = {
    "html": "html", "markup": "html", "template": "html", "css": "css", "style": "css", "styles": "css",
    "js": "javascript", "javascript": "javascript", "script": "javascript", "ts": "typescript",
    "typescript": "typescript", "jsx": "jsx", "tsx": "tsx", "vue": "vue", "svelte": "svelte",
    "python": "python", "markdown": "markdown", "md": "markdown",
}  # fmt: skip
_WHOLE = (
    "code", "content", "source", "source_code", "snippet", "answer", "output", "result", "response", "text",
    "completion", "replacement", "insert", "new_string", "new_code", "file_content", "generated_code",
)  # fmt: skip
_CALLS = ("arguments", "input", "parameters", "args", "function", "tool_call", "tool_calls")
_BESIDE_CODE = frozenset({"explanation", "language", "lang", "description", "notes", "filename", "reasoning"})
_NAMES = ("path", "file", "filename", "file_name", "name", "language", "lang", "type")


def unwrap(text: str, language: Language) -> str:
    """The text without its wrappers, layer by layer; the same text where it has none."""
    if language.id in _XML:
        return _json_in_json(text) or text
    for _ in range(_MOST_LAYERS):
        inner = _inner(text, language)
        if inner is None:
            break
        text = inner
    return text


def _inner(text: str, language: Language) -> str | None:
    marked = min(filter(None, (_between(text, *marks) for marks in _MARKS)), default=None)
    if marked is not None and _alone(text[: marked.start], text[marked.end :]):
        return marked.body
    if _BOX.search(text):
        return _BOX.sub("", text)
    tagged = _tagged(text)
    if tagged is not None and "```" not in text[: tagged.start]:
        around = text[: tagged.start] + text[tagged.end :]
        if "<" not in around and not (language.markup and _is_element(tagged.name, tagged.body)):
            return _without_cdata(tagged.body)
    in_html = _HTML_TAGGED.fullmatch(text.strip())
    if in_html is not None and in_html["body"].lstrip().startswith("```"):
        return in_html["body"]
    if in_html is not None and in_html["tag"] in ("code", "output") and _BLOCKS.match(in_html["body"]):
        return in_html["body"].strip("\n")
    return _out_of_json(text.strip(), language)


def _json_in_json(text: str) -> str | None:
    """For a file of JSON: the code of an object that has beside it nothing but words about it."""
    bare = _unfenced(text.strip())
    value = _loaded(bare) if bare is not None and len(bare) <= _LONGEST_JSON else None
    code = value.get("code") if isinstance(value, dict) else None
    if not isinstance(code, str) or not isinstance(value, dict) or not set(value) - {"code"} <= _BESIDE_CODE:
        return None
    return _fenced("", code) if isinstance(_loaded(code), dict | list) else None


class _Wrapped(NamedTuple):
    """A wrapper, from its first sign to behind its last, its name, and what is in it."""

    start: int
    end: int
    name: str
    body: str


def _between(text: str, opening: str, closing: str) -> _Wrapped | None:
    """What the first pair of marks holds."""
    start = text.find(opening)
    end = text.find(closing, start + len(opening)) if start >= 0 else -1
    if end < 0:
        return None
    return _Wrapped(start, end + len(closing), opening, text[start + len(opening) : end])


def _tagged(text: str) -> _Wrapped | None:
    """What the first tag holds that is closed, to the last of its end tags."""
    tags = list(_TAGGED.finditer(text))
    last = {tag["tag"]: tag for tag in tags if tag["ends"]}
    for tag in tags:
        end = last.get(tag["tag"])
        if not tag["ends"] and end is not None and end.start() >= tag.end():
            return _Wrapped(tag.start(), end.end(), tag["tag"], text[tag.end() : end.start()])
    return None


def _alone(before: str, after: str) -> bool:
    """Whether what is around a mark is not code: nothing fenced, no line that looks like any."""
    return not any(sign in before + after for sign in ("```", "<", "{", ";"))


def _is_element(tag: str, body: str) -> bool:
    """Whether a wrapper's name is rather an element of the person's own (`<result>` with text in it)."""
    return tag.islower() and "\n" not in body and "<" not in body and "```" not in body


def _without_cdata(body: str) -> str:
    match = _CDATA.fullmatch(body)
    return match[1] if match is not None else body


def _out_of_json(text: str, language: Language) -> str | None:
    """The code in an object such as {"code": "…", "language": "html"}, as fenced blocks; None for any other text."""
    bare = _unfenced(text)
    if bare is None or len(bare) > _LONGEST_JSON or not (language.markup or _speaks_of_code(bare)):
        return None
    try:
        value = json.loads(bare, strict=False)
    except (ValueError, RecursionError):
        return None
    parts = list(_code_parts(value))
    return "\n\n".join(_fenced(label, code) for label, code in parts) if parts else None


def _speaks_of_code(text: str) -> bool:
    return (
        re.match(
            rf'[\[{{\s]*"(?:{"|".join((*_WHOLE, *_PARTS, *_NAMES, *_CALLS, "files", "component", "tool"))})"\s*:',
            text,
        )
        is not None
    )


def _unfenced(text: str) -> str | None:
    """JSON that stands alone, or alone in one fence."""
    match = re.fullmatch(r"```(\w*)[ \t]*\n(.*)\n[ \t]*```", text, re.DOTALL)
    if match is not None:
        text = match[2].strip() if match[1].lower() in _JSON_LABELS else ""
    return text if text[:1] in ("{", "[") and text[-1:] in ("}", "]") else None


def _code_parts(value: object) -> Iterator[tuple[str, str]]:
    """Label and code of every part; files of a list and parts of an object in their order."""
    if isinstance(value, list):
        for item in value[:50]:
            yield from _code_parts(item) if isinstance(item, dict) else ()
    if not isinstance(value, dict):
        return
    call = next((value[key] for key in _CALLS if key in value), None)
    if call is not None and not any(key in value for key in (*_WHOLE, *_PARTS)):
        yield from _code_parts(_loaded(call))
        return
    if isinstance(value.get("files"), list):
        yield from _code_parts(value["files"])
        return
    whole = next((value[key] for key in _WHOLE if isinstance(value.get(key), str)), None)
    if whole is not None:
        yield _label(value), whole
        return
    for key, label in _PARTS.items():
        if isinstance(value.get(key), str) and value[key].strip():
            yield label, value[key]


def _loaded(arguments: object) -> object:
    """The arguments of a call of a tool, which some servers give as JSON in a string."""
    if not isinstance(arguments, str):
        return arguments
    try:
        loaded: object = json.loads(arguments, strict=False)
    except (ValueError, RecursionError):
        return None
    return loaded


def _label(value: Mapping[str, object]) -> str:
    """The language that the object names, or that a file name in it shows."""
    for key in _NAMES:
        name = value.get(key)
        if isinstance(name, str) and re.fullmatch(r"[\w+#./\\ -]{1,200}", name):
            if "." in name:
                return language_of_path(name).fence
            if key in ("language", "lang"):
                return name.lower()
    return ""


def _fenced(label: str, code: str) -> str:
    mark = "```"
    while mark in code:
        mark += "`"
    return f"{mark}{label}\n{code}\n{mark}"
