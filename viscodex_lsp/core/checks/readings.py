"""Says what a patch may mean at its place, the most likely reading first.

A model that was asked for the code of one place often answers with more: with the whole page, with the lines
around the place, with the beginning of the line, or without the indentation that is there already.
"""

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple

from viscodex_lsp.core.checks.account import Account, without_notes
from viscodex_lsp.core.checks.adjacent import without_adjacent
from viscodex_lsp.core.checks.echo import (
    Surroundings,
    depth_behind_echo,
    read_surroundings,
    without_echo,
    without_own_line,
)
from viscodex_lsp.core.checks.forms.component.component import LANGUAGES as COMPONENTS
from viscodex_lsp.core.checks.forms.component.component import in_component
from viscodex_lsp.core.checks.forms.component.example import as_shown_in_use
from viscodex_lsp.core.checks.forms.component.pug import tags_in_pug
from viscodex_lsp.core.checks.forms.formed import Formed
from viscodex_lsp.core.checks.forms.jsx.enclosed import without_enclosing
from viscodex_lsp.core.checks.forms.jsx.jsx import form
from viscodex_lsp.core.checks.forms.jsx.new_file import as_component
from viscodex_lsp.core.checks.forms.latex.latex import in_latex
from viscodex_lsp.core.checks.forms.markdown.lines import begins_items
from viscodex_lsp.core.checks.forms.mdx import as_mdx
from viscodex_lsp.core.checks.forms.notebooks import keeps_order
from viscodex_lsp.core.checks.forms.once.once import without_what_is_there
from viscodex_lsp.core.checks.forms.once.own_rules import with_own_rules
from viscodex_lsp.core.checks.forms.paragraph import behind_paragraph
from viscodex_lsp.core.checks.forms.plain.plain import in_plain
from viscodex_lsp.core.checks.forms.rule_in_rule import out_of_rule
from viscodex_lsp.core.checks.forms.script.commas import behind_item
from viscodex_lsp.core.checks.forms.second_names import without_second_default
from viscodex_lsp.core.checks.forms.separators import separated
from viscodex_lsp.core.checks.forms.template.php_page import in_php_page
from viscodex_lsp.core.checks.forms.template.whole import in_template
from viscodex_lsp.core.checks.forms.whole_view import whole_view
from viscodex_lsp.core.checks.forms.yaml.place import below_last_key, file_in_itself, out_of_keys
from viscodex_lsp.core.checks.forms.yaml.sibling import beside_its_kind
from viscodex_lsp.core.checks.imports.by_line import imports_by_line
from viscodex_lsp.core.checks.imports.head import only_opens, without_head
from viscodex_lsp.core.checks.imports.left_sheets import without_left_sheets
from viscodex_lsp.core.checks.imports.own_file import without_own_file
from viscodex_lsp.core.checks.imports.php_traits import split_from_traits
from viscodex_lsp.core.checks.indentation import Fragment, read_fragment
from viscodex_lsp.core.checks.json_values import LANGUAGES, fitted_values
from viscodex_lsp.core.checks.pages.attributes import with_attributes_once
from viscodex_lsp.core.checks.pages.containers import out_of_container
from viscodex_lsp.core.checks.pages.frame.whole_page import (
    Unframed,
    is_page,
    without_page,
    without_php_tag,
    without_shebang,
)
from viscodex_lsp.core.checks.pages.landmarks import Inside, without_landmarks
from viscodex_lsp.core.checks.pages.once import without_what_page_has
from viscodex_lsp.core.checks.pages.signs import with_lone_signs_written, without_declaration
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.counted import THERE_ALREADY
from viscodex_lsp.core.nouns import Document, Patch, Refusal, Replacement
from viscodex_lsp.core.syntax.syntax import Tree

_WHOLE_FILES: tuple[Callable[[str, Place], Formed | Refusal | None], ...] = (
    whole_view,
    behind_paragraph,
    in_latex,
    in_plain,
    in_template,
    in_php_page,
    out_of_rule,
    as_mdx,
    tags_in_pug,
)
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)
_HOLDS_PAGES = frozenset({"php", "markdown", "mdx"})


class Reading(NamedTuple):
    """One reading of a patch.

    `imports` are statements for the import block, `fragment` the code without them and `whole` with them;
    `account` says what was left out on the way and why. A `gap` says that the code continues the cursor's line
    after this space, a `lead` is a text that belongs further up, at an offset; between both is nothing but blanks
    and comments. `others` are edits elsewhere in the document that belong to the code. A `depth` is where the code
    stands for certain, as it went on from lines of the document.
    """

    fragment: Fragment
    whole: Fragment
    imports: tuple[str, ...]
    account: Account
    gap: str | None = None
    lead: tuple[int, str] | None = None
    others: tuple[Replacement, ...] = ()
    depth: str | None = None

    def become(self, fragment: Fragment, note: str, *, gap: str | None = None) -> "Reading":
        """The same with other code; `note` says to the person what was done."""
        rows = tuple(row for statement in self.imports for row in statement.split("\n"))
        account = self.account.step(self.fragment.lines, fragment.lines, note)
        return self._replace(fragment=fragment, whole=fragment.under(rows), account=account, gap=gap)


def read_patch(patch: Patch, document: Document, place: Place, tree: Tree) -> tuple[Reading, ...] | Refusal:
    """The readings of a patch, at least one, or why it has no form that fits its place. A reading that is blank
    says that nothing in the patch is new."""
    written_by_model = patch.code
    patch, made = as_component(patch, document, place)
    patch, shown = as_shown_in_use(patch, place)
    patch, echoed = without_enclosing(patch, place)
    formed = _formed(patch, place, tree)
    if isinstance(formed, Refusal):
        return formed
    page = _page_in_component(formed.code, document, place)
    parted = in_component(page.content, place, from_page=bool(page.notes), parts=patch.parts)
    if isinstance(parted, Refusal):
        return parted
    unframed = (
        page._replace(content=parted.code) if page.notes else _without_frame(parted.code, document, place)
    )
    others = (*formed.others, *parted.others, *unframed.others)
    styles = read_fragment(unframed.styles, place.language, place.style)
    code = read_fragment(unframed.content, place.language, place.style)
    written = (*formed.imports, *(other.text for other in others), *styles.lines, *code.lines)
    notes = "; ".join(filter(None, (made, shown, echoed, *formed.notes, *parted.notes, *unframed.notes)))
    told = without_notes(patch.notes, formed.untold)
    account = Account(notes=told).step(written_by_model.split("\n"), "\n".join(written).split("\n"), notes)
    headless, note = without_head(code, tree, place.span)
    account = account.step(code.lines, headless.lines, note)
    whole, note = without_second_default(headless, tree, place.span)
    account = account.step(headless.lines, whole.lines, note)
    begins_file = only_opens(document.text[: place.span.start], tree)
    if not begins_file:
        bare, on_top, account = without_what_is_there(whole, place, tree, account)
        whole, added, note = _without_imports_by_line(bare, document, place, tree)
        account = account.step(bare.lines, whole.lines, note)
        others = (*others, *on_top, *added)
    whole, others, account = with_own_rules(whole, place, others, account)
    stays = begins_file or keeps_order(document, whole.text)
    imports, rest = ((), whole) if stays else split_from_traits(whole, tree, place.span)
    depth = patch.depth if place.language.by_indentation else None
    imports, account = without_own_file((*formed.imports, *imports), document, account)
    imports, account = without_left_sheets(imports, patch.notes, document, account)
    reading = Reading(rest, whole, imports, account, others=others, depth=depth)
    readings = _without_repetition(reading, document, place, tree, from_file=bool(unframed.notes))
    if isinstance(readings, Refusal):
        return readings
    readings = _below_own_keys(readings, place)
    if isinstance(readings, Refusal):
        return readings
    once = tuple(each for item in readings for each in _beside_once(item, place))
    sheets = styles.lines
    return tuple(item.become(item.fragment.under(sheets), "") for item in once) if sheets else once


def _beside_once(reading: Reading, place: Place) -> Iterator[Reading]:
    """The reading without what the page has, or what stands right beside it, already; and the reading as it is."""
    if reading.gap is None:
        once, note = without_what_page_has(reading.fragment, place)
        shorter = reading.become(once, note)
        fragment = without_adjacent(once, place)
        if fragment != once:
            shorter = shorter.become(fragment, THERE_ALREADY)
        if fragment != reading.fragment:
            yield shorter
    yield reading


def _below_own_keys(readings: tuple[Reading, ...], place: Place) -> tuple[Reading, ...] | Refusal:
    """The readings of YAML without the keys that the place is below, or why they do not fit there."""
    sibling = beside_its_kind(readings[0].fragment, place)
    if sibling is not None:
        return (readings[0].become(sibling.fragment, sibling.note)._replace(depth=sibling.depth),)
    refusal = file_in_itself(readings[0].fragment, place)
    if refusal is None:
        inside, depth, note = below_last_key(readings[0].fragment, place)
        return (readings[0].become(inside, note)._replace(depth=depth),) if note else readings
    inner, note = out_of_keys(readings[0].fragment, place)
    return (readings[0].become(inner, note),) if note else refusal


def _page_in_component(code: str, document: Document, place: Place) -> Unframed:
    """The content of a whole page for a component file, with its style sheets above it; other code as it is."""
    if place.language.id not in COMPONENTS or not is_page(code):
        return Unframed("", code)
    unframed = without_page(code, document, place)
    content = "\n".join(filter(None, (unframed.styles, unframed.content)))
    return unframed._replace(styles="", content=content)


def _formed(patch: Patch, place: Place, tree: Tree) -> Formed | Refusal:
    code = patch.code
    for way in _WHOLE_FILES:
        formed = way(code, place)
        if formed is not None:
            return formed
    return form(patch, place, tree)


def _without_imports_by_line(
    code: Fragment, document: Document, place: Place, tree: Tree
) -> tuple[Fragment, tuple[Replacement, ...], str]:
    if tree.parsed is not None:
        return code, (), ""
    text = document.text
    if place.language.id == "mdx":  # whose code in fences has imports of its own
        text = _FENCE.split(text, maxsplit=1)[0]
    return imports_by_line(code, place.language, text, place.span, place.style.newline)


def _without_frame(code: str, document: Document, place: Place) -> Unframed:
    language = place.language
    if language.id == "php" and code.lstrip().startswith("<?"):
        return without_php_tag(code, document, place.span)
    declared = ""
    if language.markup and language.id != "xml":
        code, declared = without_declaration(code)
    if language.markup:
        inner = out_of_container(code, place.lines.text, place.span)
        if inner.notes:
            return Unframed("", inner.code, (*filter(None, (declared,)), *inner.notes))
    unknown = not language.known and language.id != "plaintext"
    if language.id == "html":
        code, joined = with_attributes_once(code)
        code, written = with_lone_signs_written(code)
        unframed = without_page(code, document, place)
        return unframed._replace(notes=(*filter(None, (declared, joined, written)), *unframed.notes))
    if language.markup or unknown or language.id in _HOLDS_PAGES:
        unframed = without_page(code, document, place)
        return unframed._replace(notes=(*filter(None, (declared,)), *unframed.notes))
    return without_shebang(code, document, place.span)


def _without_repetition(
    reading: Reading, document: Document, place: Place, tree: Tree, *, from_file: bool
) -> tuple[Reading, ...] | Refusal:
    around = read_surroundings(place.lines, place.span)
    shorter = without_echo(reading.fragment, around, depth=place.depth, from_file=from_file)
    inside = without_landmarks(reading.fragment.text, place)
    alone = reading
    if isinstance(inside, Inside) and inside.notes:
        alone = reading.become(
            read_fragment(inside.code, place.language, place.style), "; ".join(inside.notes)
        )
    if shorter != reading.fragment:
        repaired = reading.become(shorter, THERE_ALREADY)
        if place.language.by_indentation:
            repaired = repaired._replace(depth=depth_behind_echo(reading.fragment, shorter, around))
        if shorter.blank or isinstance(inside, Refusal):
            return (repaired,)
        is_json = document.language in LANGUAGES
        values = [_as_values(item, document, place) for item in (repaired, alone)] if is_json else []
        return (*_separated(repaired, place, tree), repaired, *chain(*values), alone, *_aligned(alone))
    if isinstance(inside, Refusal):
        return inside
    if document.language in LANGUAGES:
        return (*_continuing(alone, around, place), *_as_values(alone, document, place), alone)
    return (*_continuing(alone, around, place), *_separated(alone, place, tree), alone, *_aligned(alone))


def _separated(reading: Reading, place: Place, tree: Tree) -> Iterator[Reading]:
    """The code as items among others, with the commas that takes."""
    found = separated(reading.fragment, place.lines.text, place.span, place.language)
    found = found or behind_item(reading.fragment, tree, place.span)
    if found is not None:
        yield reading.become(found.fragment, found.note)._replace(lead=found.lead)


def _as_values(reading: Reading, document: Document, place: Place) -> Iterator[Reading]:
    """The code as values between others, with the commas that takes."""
    for values in fitted_values(reading.fragment, document, place.span):
        left = next((note for note in values.notes if note.startswith("left out")), "")
        account = reading.account.step(reading.fragment.lines, values.fragment.lines, left).told(
            *values.notes
        )
        yield Reading(values.fragment, values.fragment, (), account, lead=values.lead)


def _continuing(reading: Reading, around: Surroundings, place: Place) -> Iterator[Reading]:
    """The code without the beginning of the cursor's line, if it repeats that."""
    continued = (
        without_own_line(reading.fragment, around) if place.span.empty or place.suffix.strip() else None
    )
    if continued is not None and not begins_items(reading.fragment, place):
        yield reading.become(continued[0], "left out the beginning of the line", gap=continued[1])


def _aligned(reading: Reading) -> Iterator[Reading]:
    """The code with its first line as deep as the others, if it is alone at column 0."""
    code = reading.fragment
    first, rest = code.part(0, 1), code.part(1, len(code.lines))
    if rest.lines and rest.lines != code.lines[1:] and not rest.kept:
        yield reading.become(rest.under(first.lines), "aligned the first line")
