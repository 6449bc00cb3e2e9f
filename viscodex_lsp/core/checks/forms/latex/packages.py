r"""Loads the packages that a reply's commands come from, where the file has a preamble: `tikzpicture` is of TikZ."""

import re
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
_PREAMBLE_ENDS = "\\begin{document}"


def with_packages(code: str, place: Place) -> Formed | None:
    """The code with an edit of the preamble; None where nothing is missing, or it cannot be told."""
    preamble, found, _ = place.lines.text[: place.span.start].partition(_PREAMBLE_ENDS)
    kind = _CLASS.search(preamble)
    if not found or kind is None or _LOADS_MORE.search(preamble):
        return None
    loaded = {name.strip() for match in _LOADS.finditer(preamble) for name in match["names"].split(",")}
    read = _without_verbatim(code)
    wanted = [name for name, command in _OF_PACKAGE.items() if re.search(command, read)]
    given = {kind["name"], *loaded, *wanted}
    loaded |= {one for name in given for one in _LOADED_BY.get(name, ())}
    missing = [name for name in wanted if name not in loaded]
    if not missing:
        return None
    last = [*_LOADS.finditer(preamble)] or [kind]
    end, newline = last[-1].end(), place.style.newline
    end -= preamble[:end].endswith("\r")
    rows = "".join(f"{newline}\\usepackage{{{name}}}" for name in missing)
    added = ", ".join(f"`\\usepackage{{{name}}}`" for name in missing)
    return Formed(code, others=(Replacement(Span(end, end), rows),), notes=(f"added {added}",))


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
