r"""Takes a whole document of LaTeX apart: its body goes to the place, and what its preamble brings into the file's own.

A file has one `\documentclass` and one `document` environment (LaTeX2e, "Starting and ending"). Models wrap a single
table or drawing in both.
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span

_BEGIN = re.compile(r"^[ \t]*\\begin\{document\}[ \t]*\n?", re.MULTILINE)
_END = re.compile(r"^[ \t]*\\end\{document\}[ \t]*\n?", re.MULTILINE)
_CLASS = re.compile(r"\\documentclass\b")
_QUOTED = 60
_ONCE = re.compile(r"\\(documentclass|title|author|date)\b")


def out_of_document(code: str, place: Place) -> Formed | None:
    """The body of a document for a place in another file; None where the reply is no document, or is the file."""
    text = place.lines.text
    around = text[: place.span.start] + text[place.span.end :]
    begin = _BEGIN.search(code)
    if not around.strip() or (begin is None and not _CLASS.match(code.lstrip())):
        return None
    end = _END.search(code, begin.end()) if begin is not None else None
    body = code[begin.end() : end.start() if end is not None else len(code)] if begin is not None else ""
    head = code[: begin.start()] if begin is not None else code
    items = _items(head)
    notes = ["took the content out of a whole document"]
    behind = " ".join(code[end.end() :].split()) if end is not None else ""
    if behind:
        notes.append(f"left out what stands behind the document's end (`{behind[:_QUOTED]}`)")
    there = _BEGIN.search(text, 0, place.span.start)
    if there is None:
        if items:
            notes.append(f"left out the document's preamble ({', '.join(f'`{item}`' for item in items)})")
        return Formed(body.strip("\n"), notes=tuple(notes))
    preamble = text[: there.start()]
    known = {" ".join(line.split()) for line in preamble.split("\n")}
    unknown = [item for item in items if " ".join(item.split()) not in known]
    new = [item for item in unknown if not _is_set(item, preamble)]
    set_already = [item for item in unknown if _is_set(item, preamble)]
    if set_already:
        notes.append(f"left out {', '.join(f'`{item}`' for item in set_already)}: the file has its own")
    if new:
        notes.append("put what it loads into the preamble")
    rows = "".join(item.replace("\n", place.style.newline) + place.style.newline for item in new)
    others = (Replacement(Span(there.start(), there.start()), rows),) if new else ()
    return Formed(body.strip("\n"), others=others, notes=tuple(notes))


def _is_set(item: str, preamble: str) -> bool:
    """Whether the item sets what the preamble has set: a title, an author, a date."""
    found = _ONCE.match(item.strip())
    return found is not None and any(each[1] == found[1] for each in _ONCE.finditer(preamble))


def _items(head: str) -> list[str]:
    """The commands of a preamble, each with the lines that its braces go over."""
    items: list[str] = []
    depth = 0
    for line in head.split("\n"):
        if depth > 0 and items:
            items[-1] += f"\n{line}"
        elif line.strip():
            items.append(line.rstrip())
        depth = max(depth + line.count("{") - line.count("}"), 0)
    return items
