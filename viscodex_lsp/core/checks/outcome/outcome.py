"""Judges the file as the edits would leave it, compared with what it was, and with the reply.

This is the last word on an edit, and knows nothing of how it was made: what was mended wrongly on the way, or is of a
kind that nobody thought of, shows in the file. What is certainly wrong is refused; what may be meant is told.
"""

from collections.abc import Sequence

from viscodex_lsp.core.asking.markdown_reply import LANGUAGES as MARKDOWN
from viscodex_lsp.core.checks.forms.conflicts import conflict_of
from viscodex_lsp.core.checks.forms.labels.strings import is_in_plain_string
from viscodex_lsp.core.checks.forms.second_names import inserted
from viscodex_lsp.core.checks.outcome.definitions import LANGUAGES as BY_LINE
from viscodex_lsp.core.checks.outcome.definitions import second_by_line
from viscodex_lsp.core.checks.outcome.dialects import of_other_engine
from viscodex_lsp.core.checks.outcome.doubles import told_of_doubles
from viscodex_lsp.core.checks.outcome.headings import told_of_headings
from viscodex_lsp.core.checks.outcome.judged import Outcome
from viscodex_lsp.core.checks.outcome.loops import told_of_loops
from viscodex_lsp.core.checks.outcome.markup import of_markup
from viscodex_lsp.core.checks.outcome.python_names import of_python
from viscodex_lsp.core.checks.outcome.script_nests import script_in_its_like
from viscodex_lsp.core.checks.outcome.style_rules import LANGUAGES as STYLES
from viscodex_lsp.core.checks.outcome.style_rules import told_of_reach, told_of_rules, told_of_sheets
from viscodex_lsp.core.checks.outcome.tables import other_columns
from viscodex_lsp.core.checks.outcome.template_pages import never_nested, page_of_php
from viscodex_lsp.core.language.languages import SCRIPTS
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree
from viscodex_lsp.core.text.difference import apply_replacements

_JSX = frozenset({"javascriptreact", "typescriptreact"})
_NO_PAGES = frozenset({"xml", "svg"})


def outcome_of(
    before: Tree, replacements: tuple[Replacement, ...], main: Replacement | None, *, reply: str
) -> Outcome:
    """What is to be said of the edits: a refusal, or notes; neither for most.

    Args:
        before: the file without the edits, parsed.
        main: the one of the edits that stands at the place.
        reply: the code as the model wrote it.
    """
    refusal = conflict_of(before, replacements, main)
    if refusal is None and before.language.id in SCRIPTS:
        refusal = script_in_its_like(before, replacements)
    if refusal is not None:
        return Outcome(refusal)
    after, places = apply_replacements(before.text, replacements), inserted(replacements)
    language = before.language
    is_python = language.id == "python"
    outcome = of_python(before, replacements) if is_python else _of_language(before, after, places, reply)
    if outcome.refusal is not None or language.markup or language.id in STYLES or language.id in MARKDOWN:
        return outcome
    return outcome._replace(notes=(*outcome.notes, *told_of_doubles(language.id, after, places)))


def _of_language(before: Tree, after: str, places: Sequence[Span], reply: str) -> Outcome:
    """What the rules of the language say; `places` are the inserted texts in the file `after` the edits."""
    language = before.language
    if (language.markup and language.id not in _NO_PAGES) or language.id in _JSX:
        if places and is_in_plain_string(before, places[0].start):
            return Outcome()
        inside = language.id in _JSX or language.id == "astro"
        other = of_other_engine(language, before.text, after, places)
        if other is not None:
            return Outcome(other)
        outcome = of_markup(before.text, after, places, reply, has_expressions=inside)
        if outcome.refusal is not None or language.id in _JSX:
            return outcome
        looped = told_of_loops(language, after, places)
        return outcome._replace(notes=(*outcome.notes, *told_of_sheets(after, places), *looped))
    if language.id == "php":
        return _of_php(before, after, places, reply)
    if language.id in BY_LINE:
        return Outcome(second_by_line(language.id, after, places))
    if language.id in STYLES:
        return Outcome(notes=(*told_of_rules(after, places), *told_of_reach(after, places)))
    if language.id in MARKDOWN:
        return Outcome(other_columns(after, places), tuple(told_of_headings(after, places)))
    return Outcome()


def _of_php(before: Tree, after: str, places: Sequence[Span], reply: str) -> Outcome:
    page = page_of_php(after, places)
    if not page:
        return Outcome()
    refusal = never_nested(page, places)
    if refusal is not None:
        return Outcome(refusal)
    outcome = of_markup(page_of_php(before.text, ()), page, places, reply, has_expressions=True)
    return outcome._replace(notes=(*outcome.notes, *told_of_loops(before.language, after, places)))
