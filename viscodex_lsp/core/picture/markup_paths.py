"""Pictures as lightweight markup names them: reference links, wikis, reStructuredText, LaTeX, Org and AsciiDoc.

Candidates alone: whether they end like a picture is for `picture_paths` to say.
"""

import re
from collections.abc import Iterator

_PATTERNS = (
    # ![[plan.png|300]] and [[File:plan.png|thumb]]; Org: [[file:plan.png][words]], [[./plan.png]]
    re.compile(
        r"!?\[\[(?:(?:file|image|attachment):)?([^\[\]|#]+)(?:[|#][^\[\]]*)?\](?:\[[^\[\]]*\])?\]",
        re.IGNORECASE,
    ),
    # .. image:: plan.png   .. |name| figure:: plan.png
    re.compile(r"^\s*\.\.\s+(?:\|[^|]*\|\s+)?(?:image|figure|thumbnail)::\s+(\S.*?)\s*$"),
    # \includegraphics[width=\textwidth]{plan.png}
    re.compile(r"\\(?:adj)?include(?:graphics|svg)\*?\s{0,9}(?:\[[^\[\]]*\]\s{0,9}){0,2}\{([^{}]+)\}"),
    # image::plan.png[words]   image:plan.png[]
    re.compile(r"\bimage::?([^\s\[\]:][^\[\]]{0,400})\[[^\[\]]*\]"),
    # {{plan.png|words}} of Creole and DokuWiki, not a template's {{ expression }}
    re.compile(r"\{\{:?([^\s{}|?][^{}|?]*)(?:[|?][^{}]*)?\}\}"),
    # !plan.png! of Textile and Jira
    re.compile(r"(?<![\w!])!([^\s!|\[\]()<>\"']{1,400})(?:\|[^!\n]{0,100})?!(?!\w)"),
    # Org without brackets: file:plan.png
    re.compile(r"(?<![\w\[:])file:(?!//)([^\s\[\]<>\"'|]+)", re.IGNORECASE),
    # [name]: plan.png "title"
    re.compile(r"^\s{0,3}\[[^\[\]]+\]:\s{0,9}(<[^<>]+>|\S+)"),
)
_LATEX, _ASCIIDOC = 2, 3
# AsciiDoc: every picture's path starts in this folder, from here on.
_FOLDER = re.compile(r"^:imagesdir:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_WHOLE = re.compile(r"[/\\]|[a-z][a-z0-9+.-]+:", re.IGNORECASE)
_REFERENCE = re.compile(r"!\[([^\[\]]*)\](?:\[([^\[\]]*)\])?(?![(\[])")
_HAS_SUFFIX = re.compile(r"\.\w{2,5}$")
# How far a name's definition is looked for, so that a menu stays quick in a file of any size.
_FARTHEST = 400_000


def markup_candidates(line: str, place: int) -> Iterator[str]:
    """What the markup around `place` in `line` names."""
    for number, pattern in enumerate(_PATTERNS):
        for match in pattern.finditer(line):
            if match.start() <= place <= match.end():
                target = match[1].strip().strip("<>")
                # LaTeX finds the suffix by itself.
                yield f"{target}.png" if number == _LATEX and not _HAS_SUFFIX.search(target) else target


def targets_in_folder(text: str, line: str, place: int, offset: int) -> Iterator[str]:
    """The picture of AsciiDoc around `place` in `line`, in the folder that the text above `offset` names for all."""
    for match in _PATTERNS[_ASCIIDOC].finditer(line):
        if match.start() <= place <= match.end() and not _WHOLE.match(match[1]):
            folders = _FOLDER.findall(text, max(0, offset - _FARTHEST), offset)
            if folders and folders[-1]:
                yield f"{folders[-1].rstrip('/')}/{match[1].strip()}"


def reference_targets(text: str, line: str, place: int) -> Iterator[str]:
    """The definition, anywhere in `text`, of a reference like ![words][name] around `place` in `line`."""
    for match in _REFERENCE.finditer(line):
        name = (match[2] or match[1]).strip()
        if match.start() <= place <= match.end() and name:
            definition = (
                re.compile(
                    rf"^[ ]{{0,3}}\[{re.escape(name)}\]:[ \t]{{0,9}}(<[^<>\n]+>|\S+)",
                    re.IGNORECASE | re.MULTILINE,
                ).search(text[-_FARTHEST:])
                or None
            )
            if definition is not None:
                yield definition[1].strip("<>")
