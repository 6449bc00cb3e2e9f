r"""Loads the packages that a reply's commands come from, where the file has a preamble: `tikzpicture` is of TikZ."""

import re
from collections.abc import Sequence
from typing import Final

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Replacement, Span

_OF_PACKAGE: Final = {
    "amsmath": r"\\begin\{(?:align|gather|multline|cases|[bpv]?matrix|aligned)\*?\}|\\(?:text|dfrac|eqref)\{",
    "amssymb": r"\\(?:mathbb|mathfrak)\{",
    "booktabs": r"\\(?:toprule|midrule|bottomrule|cmidrule)\b",
    "graphicx": r"\\(?:includegraphics|resizebox)\b",
    "hyperref": r"\\href\{",
    "listings": r"\\begin\{lstlisting\}",
    "multirow": r"\\multirow\b",
    "pgfplots": r"\\begin\{axis\}",
    "tabularx": r"\\begin\{tabularx\}",
    "tikz": r"\\begin\{tikzpicture\}",
}
_LOADS = re.compile(r"^[ \t]*\\usepackage(?:\[[^\]]*\])?\{(?P<names>[^}]*)\}[^\n]*$", re.MULTILINE)
_CLASS = re.compile(r"^[ \t]*\\documentclass(?:\[[^\]]*\])?\{(?P<name>\w+)\}[^\n]*$", re.MULTILINE)
_LOADED_BY = {
    "pgfplots": {"tikz", "graphicx"},
    "tikz": {"graphicx"},
    "beamer": {"amsmath", "amssymb", "graphicx", "hyperref"},
}
# A project may load packages in another file.
_LOADS_MORE = re.compile(r"\\(?:input|include|RequirePackage)\b")
_VERBATIM = re.compile(r"\\(?P<what>begin|end)\{(?P<name>verbatim|Verbatim|lstlisting|minted|comment)\*?\}")
_OF_PREAMBLE = re.compile(
    r"[ \t]*\\(?:usepackage|usetikzlibrary|usepgfplotslibrary)\b[^{}]*\{[^{}]*\}[ \t]*(?:%.*)?$"
)
_PREAMBLE_ENDS = "\\begin{document}"


def with_packages(code: str, place: Place) -> Formed | None:
    """The code with an edit of the preamble; None where nothing is missing, or it cannot be told.

    What the code itself loads goes there too: below `\\begin{document}` these commands are errors (LaTeX2e,
    "\\usepackage").
    """
    preamble, found, _ = place.lines.text[: place.span.start].partition(_PREAMBLE_ENDS)
    rest, own = _parted(code)
    if not found:
        is_part = own and _PREAMBLE_ENDS not in place.lines.text and not _CLASS.search(place.lines.text)
        return Formed(rest, notes=(_for_the_main_file(own),)) if is_part else None
    kind = _CLASS.search(preamble)
    missing = _missing(rest, own, preamble, kind["name"]) if kind and not _LOADS_MORE.search(preamble) else []
    known = {" ".join(line.split()) for line in preamble.split("\n")}
    loaded = _loaded(preamble)
    new = [line for line in own if " ".join(line.split()) not in known and not _loaded(line) & loaded]
    rows = [*new, *(f"\\usepackage{{{name}}}" for name in missing)]
    there = [line for line in own if line not in new]
    if not rows and not there:
        return None
    notes = [f"added {', '.join(f'`{row}`' for row in rows)}"] if rows else []
    notes += [f"left out {', '.join(f'`{row}`' for row in there)}: the file has its own"] if there else []
    last = [*_LOADS.finditer(preamble)] or ([kind] if kind else [])
    end, newline = last[-1].end() if last else 0, place.style.newline
    end -= preamble[:end].endswith("\r")
    text = "".join(f"{newline}{row}" if end else f"{row}{newline}" for row in rows)
    others = (Replacement(Span(end, end), text),) if rows else ()
    return Formed(rest, others=others, notes=tuple(notes))


def _missing(code: str, own: Sequence[str], preamble: str, kind: str) -> list[str]:
    """The packages that commands of the code come from and nobody loads; `kind` is the class of the document."""
    loaded = _loaded("\n".join((preamble, *own)))
    read = _without_verbatim(code)
    wanted = [name for name, command in _OF_PACKAGE.items() if re.search(command, read)]
    given = {kind, *loaded, *wanted}
    loaded |= {one for name in given for one in _LOADED_BY.get(name, ())}
    return [name for name in wanted if name not in loaded]


def _loaded(text: str) -> set[str]:
    return {name.strip() for match in _LOADS.finditer(text) for name in match["names"].split(",")}


def _parted(code: str) -> tuple[str, list[str]]:
    """The code without the lines that belong in a preamble, and these."""
    read = set(_without_verbatim(code).split("\n"))
    lines = code.split("\n")
    own = [line.strip() for line in lines if _OF_PREAMBLE.match(line) and line in read]
    rest = [line for line in lines if not (_OF_PREAMBLE.match(line) and line in read)]
    return ("\n".join(rest).strip("\n") if own else code), own


def _for_the_main_file(lines: Sequence[str]) -> str:
    listed = ", ".join(f"`{line}`" for line in lines)
    return f"left out {listed}: it belongs in the preamble of the main file"


def _without_verbatim(code: str) -> str:
    """The code without what environments show as it is written."""
    kept, start, inside = list[str](), 0, ""
    for mark in _VERBATIM.finditer(code):
        if not inside and mark["what"] == "begin":
            kept.append(code[start : mark.end()])
            inside = mark["name"]
        elif inside and mark["what"] == "end" and mark["name"] == inside:
            inside, start = "", mark.start()
    return "".join((*kept, "" if inside else code[start:]))
