"""The texts of documents that are written as text: Markdown, LaTeX, and the diagrams of Mermaid.

What marks the text up is taken away; what stays is what a reader of the finished document sees.
"""

import re
from collections.abc import Iterator, Sequence

_MERMAID_FENCE = re.compile(r"```mermaid[^\n]*\n(.*?)```", re.DOTALL)
_FENCE_MARK = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_REFERENCE = re.compile(r"^\s*\[[^\]]+\]:.*$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^>]*>")
_LATEX_HEAD = re.compile(r"\A.*?\\begin\{document\}", re.DOTALL)
_LATEX_UNSEEN = re.compile(
    r"(?<!\\)%.*$|\\(?:label|ref|cite|includegraphics|usepackage|documentclass|begin|end|input|vspace|hspace|color)"
    r"\*?(?:\[[^\]]*\])?(?:\{[^}]*\})?|\\[A-Za-z]+\*?(?:\[[^\]]*\])?",
    re.MULTILINE,
)
# Labels of nodes, of edges, of participants and messages.
_LABELS = re.compile(
    r'"([^"\n]+)"|\[([^\]\[\n"]+)\]|\{([^{}\n"]+)\}|\(([^()\n"]+)\)|\|([^|\n]+)\||'
    r"(?:--|==|-\.) ([^-=|>\n]+)(?:--|==|\.-)|:([^:\n]+)$|"
    r"\b(?:(?:participant|actor) +(?:\w+ +as +)?|title +|section +)(\S.*)$",
    re.MULTILINE,
)
_FROM = re.compile(r"^\s*(\w+)\s*(?:--|==|-\.|->|<)", re.MULTILINE)
_TO = re.compile(r"(?:-->|==>|->>|-->>|->|---)\s*(?:\|[^|\n]*\|\s*)?(\w+)\s*(?:$|:)", re.MULTILINE)


def prose_texts(text: str, language: str) -> tuple[str, ...]:
    """The lines of a document as they are read."""
    if language == "latex":
        return tuple(_LATEX_UNSEEN.sub(" ", _LATEX_HEAD.sub("", text)).splitlines())
    if language not in {"markdown", "mdx"}:
        return tuple(text.splitlines())
    diagrams = [label for diagram in _MERMAID_FENCE.findall(text) for label in mermaid_texts(diagram)]
    text = _FRONT_MATTER.sub("", _COMMENT.sub("", _MERMAID_FENCE.sub("", text)))
    for pattern, kept in ((_PICTURE, ""), (_LINK, r"\1"), (_REFERENCE, ""), (_TAG, " "), (_FENCE_MARK, "")):
        text = pattern.sub(kept, text)
    return (*text.splitlines(), *diagrams)


def mermaid_texts(diagram: str) -> tuple[str, ...]:
    """What a diagram shows: its labels, and the names of nodes that have none."""
    labels = ["".join(found) for found in _LABELS.findall(diagram)]
    return (*labels, *_bare_nodes(diagram))


def _bare_nodes(diagram: str) -> Iterator[str]:
    """Nodes that are named where they are joined, and have a label nowhere."""
    names: Sequence[str] = [*_FROM.findall(diagram), *_TO.findall(diagram)]
    for name in dict.fromkeys(names):
        if not re.search(
            rf"\b{re.escape(name)}\s*[\[({{>]|\b(?:participant|actor)\s+{re.escape(name)}\s+as\b", diagram
        ):
            yield name
