r"""A formula for a place that is in one already: signs of a formula in another are an error (LaTeX2e, "Math formulas").

Models write `$$ … $$` or a whole `equation` wherever they see a formula.
"""

import re

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal

_LINES = {"align": "aligned", "gather": "gathered", "alignat": "alignedat", "eqnarray": "aligned"}
_ONE = frozenset({"equation", "math", "displaymath", "multline"})
_FORMULAS = frozenset({*_LINES, *_ONE})
_OPENS_OR_ENDS = re.compile(r"\\(?P<what>begin|end)\{(?P<name>[a-z]+)\*?\}|\\(?P<sign>[\[\]])")
_SIGNS = (
    re.compile(r"\s*\$\$(?P<inner>[^$]+)\$\$\s*", re.DOTALL),
    re.compile(r"\s*\$(?P<inner>[^$]+)\$\s*", re.DOTALL),
    re.compile(r"\s*\\\[(?P<inner>(?:(?!\\\]).)+)\\\]\s*", re.DOTALL),
    re.compile(r"\s*\\\((?P<inner>(?:(?!\\\)).)+)\\\)\s*", re.DOTALL),
)
_WHOLE = re.compile(
    r"\s*\\begin\{(?P<name>[a-z]+)(?P<star>\*?)\}(?P<inner>.*)\\end\{(?P=name)(?P=star)\}\s*", re.DOTALL
)


def without_signs(code: str, place: Place) -> Formed | Refusal | None:
    """The formula without its signs, or with lines of their own in the one around it; None where the place is in no
    formula, or the reply brings none."""
    around = _around(place.lines.text[: place.span.start])
    if around not in _FORMULAS:
        return None
    whole = _WHOLE.fullmatch(code)
    found = next(filter(None, (sign.fullmatch(code) for sign in _SIGNS)), None)
    if found is None and whole is not None and whole["name"] in _FORMULAS:
        name = whole["name"]
        if name == around or name in _ONE:
            found = whole
        elif around in _ONE:
            inner = _LINES[name]
            return Formed(
                f"\\begin{{{inner}}}{whole['inner']}\\end{{{inner}}}",
                notes=(f"wrote `{name}` as `{inner}`: the place is in a formula",),
            )
    if found is not None:
        return Formed(found["inner"].strip("\n"), notes=("left out the signs around the formula",))
    if "$" in code.replace("\\$", "") or any(
        match["name"] in _FORMULAS for match in _OPENS_OR_ENDS.finditer(code)
    ):
        return Refusal(
            Reason.SYNTAX,
            "The reply begins a formula in another one, so nothing was changed. Choose a place outside of it, or ask "
            "for its content alone in the instruction.",
            "it begins a formula, but the mark is in one. Write only what goes into that.",
        )
    return None


def _around(before: str) -> str:
    """The environment of a formula that is open at the end of a text; "" for none."""
    opened: list[str] = []
    for match in _OPENS_OR_ENDS.finditer(before):
        name = match["name"] or "displaymath"
        if match["what"] == "begin" or match["sign"] == "[":
            opened.append(name)
        elif name in opened:
            del opened[len(opened) - 1 - opened[::-1].index(name) :]
    return opened[-1] if opened else ""
