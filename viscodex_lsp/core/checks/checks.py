"""Makes a `CheckedPatch` of a patch for a place, or gives the `Refusal` of the first check it fails.

In order: something was said, in code of this language, to its end, not too large, without control characters and
left-over fences (`soundness`); what is a whole page or repeats the lines around is cut down to what is new; imports
go to the import block; and of the edits that `placement` offers the first is taken that leaves no new syntax fault.
"""

from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from viscodex_lsp.core.checks.account import lines_lost, unaccounted
from viscodex_lsp.core.checks.components.components import Mode, Reuse, reuse
from viscodex_lsp.core.checks.echo import hinted
from viscodex_lsp.core.checks.edits import edits_of, written_as_the_file
from viscodex_lsp.core.checks.faults import fault_of, is_torn_end, judged
from viscodex_lsp.core.checks.forms.labels.labels import relabelled
from viscodex_lsp.core.checks.forms.mappings.again import changes
from viscodex_lsp.core.checks.forms.notebooks import is_cell, with_magics, without_magics
from viscodex_lsp.core.checks.forms.script.own_style import in_own_style
from viscodex_lsp.core.checks.invisible import without_invisible
from viscodex_lsp.core.checks.json_values import LANGUAGES as JSON
from viscodex_lsp.core.checks.missing_names import MissingNames, missing_names
from viscodex_lsp.core.checks.new_lines import as_changed_file, with_new_lines
from viscodex_lsp.core.checks.outcome.judged import Outcome
from viscodex_lsp.core.checks.outcome.outcome import outcome_of
from viscodex_lsp.core.checks.pages.end_tags import with_end_tags
from viscodex_lsp.core.checks.pages.parts import for_injection
from viscodex_lsp.core.checks.placement import Place, ends_a_comment
from viscodex_lsp.core.checks.readings import Reading, read_patch
from viscodex_lsp.core.checks.soundness import unfit
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.context.depth import depth_at
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Patch, Reason, Refusal, Replacement, Span, Style
from viscodex_lsp.core.syntax.injections import Injection, fitted, is_for_page, read_injection
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.positions import LineIndex

_MOST_TRIES = 8
_LARGE = 60_000
_REPEATS = Refusal(
    Reason.REPEATS_CONTEXT,
    "What was made is in the file already, so nothing was added. Take another picture or part of it, or, where a model "
    "answers, say in the instruction what you want; the reader does not follow instructions.",
    "it only repeated lines of the file. Write only the new code.",
)
_UNCHANGED = Refusal(
    Reason.UNCHANGED,
    "What was made is the same as what is there already. Nothing was changed.",
    "it changed nothing.",
)


def check(
    patch: Patch,
    document: Document,
    span: Span,
    *,
    depth: str,
    style: Style,
    tree: Tree,
    max_tokens: int | None = None,
    project: Project | None = None,
    components: Mode = "off",
) -> CheckedPatch | Refusal:
    """Turn a patch for `span` into edits of the document that pass every check.

    Args:
        depth: the indentation that code has at the place, `Context.depth`.
        style: how the document is written, `Context.style`.
        tree: the document, parsed.
        max_tokens: the limit the reply had, for the sentence of a reply that was cut off.
        project: the project around the document, and what to do about its `components`.
    """
    if is_cell(document):
        python, cell = without_magics(patch, document)
        if (python.code, cell.text) != (patch.code, document.text):
            parsed = parse(cell.text, tree.language)
            result = check(python, cell, span, depth=depth, style=style, tree=parsed, max_tokens=max_tokens)
            return with_magics(result, patch, document) if isinstance(result, CheckedPatch) else result
    given = with_new_lines(patch, document, span, tree, style)
    where = _Where(span, depth, style, max_tokens)
    result = given if isinstance(given, Refusal) else _check_with_others(given[0], document, where, tree)
    if isinstance(result, Refusal):
        given = as_changed_file(patch, document, span) or result
        again = result if isinstance(given, Refusal) else _check_with_others(given[0], document, where, tree)
        if isinstance(given, Refusal) or isinstance(again, Refusal):
            return changes(patch, document, span) or result
        result = again
    if isinstance(given, Refusal):
        return given
    patch, doubt = given
    result, missing = _with_known_imports(result, patch, where, tree)
    if project is not None and components != "off":
        reused = _with_components(result, project, where, tree, components, missing.unknown)
        if reused is not result:
            result, missing = reused, _missing(tree, reused, where)
    doubts = [doubt, result.doubt]
    if missing.unknown:
        doubts.append(missing.doubt)
        result = replace(result, notes=(*result.notes, missing.note))
    return replace(result, doubt="; ".join(filter(None, doubts)))


def _missing(tree: Tree, result: CheckedPatch, where: "_Where") -> MissingNames:
    return missing_names(tree, result.document, result.replacements, quote=where.style.quote)


def _with_components(
    result: CheckedPatch, project: Project, where: "_Where", before: Tree, mode: Mode, lacks: tuple[str, ...]
) -> CheckedPatch:
    """The result with the project's own components and tokens, where that leaves no new fault; else with a note."""
    found = reuse(before, result.replacements, project, style=where.style, mode=mode, missing=lacks)
    notes = (*result.notes, *found.notes)
    if found.replacements == result.replacements and found.listed is None:
        return replace(result, notes=notes, doubt=found.doubt) if found.notes or found.doubt else result
    listed = _listed(found)
    if fault_of(before, found.replacements) is not None or isinstance(listed, Refusal):
        note = "left the markup as it was: with the project's components it would not be sound"
        return replace(result, notes=(*result.notes, note))
    imports = _imports_among(result, found, before)
    result = replace(result, companions=(*result.companions, *listed))
    return replace(result, replacements=found.replacements, notes=notes, doubt=found.doubt, imports=imports)


def _listed(found: Reuse) -> tuple[CheckedPatch, ...] | Refusal:
    """The checked edit of the file that lists a template's components, where one is needed."""
    if found.listed is None:
        return ()
    document, replacements = found.listed
    tree = parse(document.text, language_of(document.language))
    refusal = fault_of(tree, replacements) if replacements else _UNCHANGED
    return refusal or (CheckedPatch(document, replacements, (), tree.checked),)


def _imports_among(result: CheckedPatch, found: Reuse, before: Tree) -> Replacement | None:
    """The replacement that brings in imports, where it is one by itself and its language has a block of them."""
    if result.imports is not None:
        at = result.replacements.index(result.imports) if result.imports in result.replacements else -1
        span = result.replacements[at].span if at >= 0 else None
        return next((part for part in found.replacements if part.span == span), None)
    return found.added[0] if len(found.added) == 1 and not before.language.markup else None


def _with_known_imports(
    result: CheckedPatch, patch: Patch, where: "_Where", before: Tree
) -> tuple[CheckedPatch, MissingNames]:
    """The result with imports of what the code uses, as if the reply had begun with them, and what is still missing."""
    missing = _missing(before, result, where)
    if missing.imports:
        code = "\n".join((*missing.imports, "", patch.code))
        again = _check_with_others(replace(patch, code=code), result.document, where, before)
        if isinstance(again, CheckedPatch):
            added = tuple(f"added `{line}`" for line in missing.imports)
            # What is told of imports is told of the reply's own; those that were added are named by themselves.
            result = replace(again, notes=(*result.notes, *added))
        else:
            missing = missing.without_imports()
    return result, missing


class _Where(NamedTuple):
    """The place of a patch, and the limit its reply had."""

    span: Span
    depth: str
    style: Style
    max_tokens: int | None


def _check_with_others(patch: Patch, document: Document, where: _Where, tree: Tree) -> CheckedPatch | Refusal:
    """The patch with the edits elsewhere that its code needs."""
    if patch.others and not patch.code.strip():
        result: CheckedPatch | Refusal = judged(CheckedPatch(document, (), patch.notes, True), tree)
    else:
        result = _check_in_part(patch, document, where, tree)
    if not patch.others or isinstance(result, Refusal):
        return result
    joined = sorted((*result.replacements, *patch.others), key=lambda part: part.span.start)
    parts = in_own_style(tree, tuple(joined))
    outcome = outcome_of(tree, parts, None, reply=patch.code)
    refusal = fault_of(tree, parts) or outcome.refusal
    notes = (*result.notes, *(note for note in outcome.notes if note not in result.notes))
    return refusal or replace(result, replacements=parts, notes=notes)


def _check_in_part(patch: Patch, document: Document, where: _Where, before: Tree) -> CheckedPatch | Refusal:
    """The patch, checked in the style sheet or script of a page that holds the place, else in the document."""
    language, span = before.language, where.span
    injection = read_injection(before, document, span)
    if injection is None or is_for_page(patch):
        patch = relabelled(without_invisible(patch, language), before, document, span)
        refusal = unfit(patch, language, max_tokens=where.max_tokens, before=document.text[: span.start])
        in_comment = ends_a_comment(before, span)
        place = Place(LineIndex(document.text), span, where.depth, where.style, language, in_comment)
        return refusal or _sound_or_mended(patch, document, place, before)
    content, inside = injection.parsed(), injection.inner(span)
    depth = where.depth
    if content.text.strip():
        depth = depth_at(content, inside, indent=where.style.indent)
    there = where._replace(span=inside, depth=depth)
    result = _check_in_part(
        fitted(for_injection(patch, injection, document.text), language, injection),
        injection.document,
        there,
        content,
    )
    return _of_page(result, document, injection, before)


def renew(checked: CheckedPatch, newer: Document) -> CheckedPatch:
    """The same edits for a version of the document whose text is the one that was checked."""
    return replace(checked, document=newer)


def recheck(
    checked: CheckedPatch,
    newer: Document,
    replacements: tuple[Replacement, ...],
    *,
    imports: Replacement | None,
    tree: Tree,
) -> CheckedPatch | Refusal:
    """The same edits, moved to a newer version of the document, with their syntax checked there.

    Args:
        replacements: spans in `newer`, sorted and not overlapping; at least one.
        imports: the one of them that brings in imports.
        tree: `newer`, parsed.
    """
    moved = replace(checked, document=newer, replacements=replacements, imports=imports)
    injection = read_injection(tree, newer, replacements[-1].span)
    refusal = fault_of(tree, replacements)
    if injection is not None and refusal is None and injection.start <= replacements[0].span.start:
        refusal = fault_of(injection.parsed(), tuple(map(injection.inner_edit, replacements)))
    return refusal or judged(moved, tree)


def _of_page(
    result: CheckedPatch | Refusal, document: Document, injection: Injection, before: Tree
) -> CheckedPatch | Refusal:
    """The result for a style sheet or script as one for its page, checked there once more."""
    if isinstance(result, Refusal):
        return result
    replacements = tuple(map(injection.outer_edit, result.replacements))
    refusal = fault_of(before, replacements)
    imports = injection.outer_edit(result.imports) if result.imports is not None else None
    return refusal or replace(result, document=document, replacements=replacements, imports=imports)


def _sound_or_mended(patch: Patch, document: Document, place: Place, before: Tree) -> CheckedPatch | Refusal:
    """The patch as it is, or HTML with its end tags put right where it breaks the syntax."""
    result = _first_sound(read_patch(patch, document, place, before), document, place, before, patch.code)
    broken = isinstance(result, Refusal) and result.reason is Reason.SYNTAX
    is_page = patch.ended and place.language.id == "html" and not is_torn_end(patch.code, before)
    mended = with_end_tags(patch.code) if broken and is_page else None
    if mended is None:
        return result
    code, count = mended
    readings = read_patch(replace(patch, code=code), document, place, before)
    again = _first_sound(readings, document, place, before, code)
    note = f"put {counted(count, 'end tag')} right"
    return result if isinstance(again, Refusal) else replace(again, notes=(note, *again.notes))


def _first_sound(
    readings: tuple[Reading, ...] | Refusal, document: Document, place: Place, before: Tree, code: str
) -> CheckedPatch | Refusal:
    if isinstance(readings, Refusal):
        return readings
    if all(reading.fragment.blank and not reading.imports and not reading.others for reading in readings):
        return _REPEATS
    refusal: Refusal | None = None
    edits = (edit for reading in readings for edit in edits_of(reading, place, before))
    tries = 2 if len(document.text) + len(readings[-1].whole.text) > _LARGE else _MOST_TRIES
    for edit in islice(edits, tries):
        parts = edit.replacements
        if apply_replacements(document.text, parts) == document.text:
            return _UNCHANGED
        fault = fault_of(before, parts, edit.main, reply=code)
        outcome = outcome_of(before, parts, edit.main, reply=code) if fault is None else Outcome(fault)
        fault = outcome.refusal
        if fault is None:
            lost = unaccounted(code, [part.text for part in parts], edit.account)
            if not lost:
                edit = written_as_the_file(edit, before)
                notes = (*edit.account.notes, *outcome.notes)
                made = CheckedPatch(document, edit.replacements, notes, True, imports=edit.imports)
                return judged(made, before)
            fault = lines_lost(lost)
        certain = fault.reason in (Reason.SECOND_NAME, Reason.OTHER_PLACE)
        if certain and before.language.id not in JSON:
            return hinted(fault, readings[-1].whole, document)  # another depth would only hide it
        refusal = (
            refusal if refusal is not None and not certain else hinted(fault, readings[-1].whole, document)
        )
    return refusal or _UNCHANGED
