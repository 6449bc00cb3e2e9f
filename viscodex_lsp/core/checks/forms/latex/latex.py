"""What a reply in LaTeX becomes for its place."""

from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.latex.document import out_of_document
from viscodex_lsp.core.checks.forms.latex.formulas import without_signs
from viscodex_lsp.core.checks.forms.latex.packages import with_packages
from viscodex_lsp.core.checks.forms.markdown.once import DELIMITER
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.nouns import Reason, Refusal


def in_latex(code: str, place: Place) -> Formed | Refusal | None:
    """The reply for its place, or why it does not fit there; None where it stays as it is."""
    if place.language.id != "latex":
        return None
    lines = [line.strip() for line in code.splitlines() if line.strip()]
    if len(lines) > 1 and DELIMITER.match(lines[1]) and all(line.startswith("|") for line in lines):
        return Refusal(
            Reason.WRONG_LANGUAGE,
            "The answer is a table of Markdown, but the file is LaTeX, so nothing was changed. Try again, or ask for a "
            "`tabular` in the instruction.",
            "it was a table of Markdown, but the file is LaTeX.",
        )
    return out_of_document(code, place) or without_signs(code, place) or with_packages(code, place)
