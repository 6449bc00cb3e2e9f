"""Says where a script goes in a component file: into the file's own, or into a new one at its top."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.forms.component.composition import as_composition
from viscodex_lsp.core.checks.forms.component.options import as_members, joined_options
from viscodex_lsp.core.checks.forms.component.section import (
    Section,
    lang_of,
    margin_of,
    margin_of_new,
    read_section,
    words_of,
)
from viscodex_lsp.core.checks.forms.component.setup import as_option, as_setup, has_option
from viscodex_lsp.core.checks.forms.component.twice import called_twice, names_again, twice_as_option
from viscodex_lsp.core.checks.forms.script.own_style import in_own_style
from viscodex_lsp.core.checks.imports.block import read_import_block, split_imports
from viscodex_lsp.core.checks.imports.joining import join
from viscodex_lsp.core.checks.indentation import Fragment
from viscodex_lsp.core.checks.pages.parts import frontmatter
from viscodex_lsp.core.checks.pages.tags import elements, read_tags
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Reason, Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.difference import one_edit_a_place
from viscodex_lsp.core.text.style import read_style

if TYPE_CHECKING:
    from tree_sitter import Node

_EXPORT = re.compile(r"^[ \t]*export\s+default\b", re.MULTILINE)
# A page within the page that the file is.
_OWN_LAYOUT = re.compile(r"\s*<\w*Layout\b")
_IMPORT = re.compile(r"import\s[^;]*?[\"'][^\"']*[\"'];?\s*$")
_LETTER = re.compile(r"\w")


class Joined(NamedTuple):
    """The edits that bring a script into a file, and what the person is told of them."""

    edits: tuple[Replacement, ...]
    note: str


_NO_PLACE = Refusal(
    Reason.SECOND_NAME,
    "The reply is a component with a script that cannot be joined with the file's own (a second component, or "
    "names that are there already), so nothing was changed. Ask for the markup alone in the instruction.",
    "its script cannot be joined with the one in the file. Write only the markup for the mark.",
)


def script_edits(script: Section, markup: str, place: Place) -> Joined | Refusal:
    """The edits that bring a script, and what it has for some markup, into the file's own. Statements that are there
    already are left out."""
    text, language = place.lines.text, place.language.id
    own = frontmatter(text) if language == "astro" else _own_script(text, script)
    fragment = read_section(script, "typescript", place.style)
    if fragment.blank:
        return Joined((), "")
    if own is None:
        if language == "astro" and _OWN_LAYOUT.match(markup):
            return _NO_PLACE
        return Joined((_new_script(script, fragment, place),), _INTO_OWN if language != "astro" else _ON_TOP)
    there = text[own.start : own.end]
    once = called_twice(there, script.text)
    if once is not None:
        return once
    typed = _typed(script, own, text)
    joined = _into_own(script, markup, own, place, typed)
    return joined if isinstance(joined, Refusal) else _written_as(joined, own, text)


def _into_own(
    script: Section, markup: str, own: Span, place: Place, typed: list[Replacement]
) -> Joined | Refusal:
    fragment = read_section(script, "typescript", place.style)
    if place.language.id == "vue":
        formed = _for_vue(script, markup, own, place, typed)
        if not isinstance(formed, Section):
            return formed
        fragment = read_section(formed, "typescript", place.style)
        joined = _joined(fragment, own, place, typed)
        rewritten = _EXPORT.search(script.text) and not _EXPORT.search(formed.text)
        if rewritten and isinstance(joined, Joined):
            named = "; left out the component's name" if has_option(script.text, "name") else ""
            return joined._replace(note=f"{joined.note}; wrote its options as a script setup{named}")
        return joined
    return _joined(fragment, own, place, typed)


_ON_TOP = "put the script at the top of the file"
_INTO_OWN = "put the script into the file's own"


def _for_vue(
    script: Section, markup: str, own: Span, place: Place, typed: list[Replacement]
) -> Section | Joined | Refusal:
    """The script in the form of the file's own, options or setup; the edits where the two stand side by side."""
    text, newline = place.lines.text, place.style.newline
    there = text[own.start : own.end]
    exports, exported = _EXPORT.search(script.text), _EXPORT.search(there)
    members = as_members(script.text, markup) if exported else None
    if members is not None:
        return script._replace(text=members)
    if exported and not exports and has_option(there, "setup"):
        as_options = as_option(script.text, markup)
        return script._replace(text=as_options) if as_options is not None else _NO_PLACE
    if exported and not exports:
        if names_again(script.text, there) or twice_as_option(script.text, there):
            return _NO_PLACE
        written = script._replace(text=_written_in(there, script.text))
        fragment = read_section(written, "typescript", place.style)
        beside = _setup_beside(own, text, fragment, newline, typed=bool(typed))
        typescript = "; the file's own script becomes one of TypeScript" if typed else ""
        return Joined(
            (beside, *typed), f"put the script beside the file's own, as `<script setup>`{typescript}"
        )
    if exports and _is_setup(text, own):
        code = read_section(script, "typescript", place.style).text
        in_setup = as_setup(code) or as_composition(code)
        return script._replace(text=in_setup) if in_setup is not None else _NO_PLACE
    return script


def _joined(fragment: Fragment, own: Span, place: Place, typed: list[Replacement]) -> Joined | Refusal:
    """The statements of a script behind those of the file's own, its imports and options among the file's."""
    text, newline = place.lines.text, place.style.newline
    there = text[own.start : own.end]
    tree = parse(there, language_of("typescript"))
    known = {words_of(statement) for statement in _statement_texts(tree)}
    imports, rest = split_imports(_imports_first(fragment), tree.language)
    new = [item for item in _statements(rest) if words_of(item) not in known]
    if names_again("\n".join(item.strip("\n") for item in new), there):
        return _NO_PLACE
    edits, notes = typed, [_INTO_OWN]
    exported = [item for item in new if _EXPORT.search(item)]
    if exported and _EXPORT.search(there):
        options = (
            joined_options(exported[0].strip("\n"), tree, place.style) if place.language.id == "vue" else None
        )
        if options is None:
            return _NO_PLACE
        new = [item for item in new if item not in exported]
        edits += [_moved(edit, own.start) for edit in options.edits]
        notes += options.notes
    block = read_import_block(tree, len(there) + 1) if imports else None
    if imports and block is not None:
        sample = there if any(sign in there for sign in "'\"") else fragment.text
        style = replace(place.style, quote=read_style(sample, tree.language).quote)
        found = join(block.missing(imports), fragment.text, tree, style)
        written = (block.insertion(found.statements, newline),) if found.statements else ()
        edits += [_moved(edit, own.start) for edit in (*found.edits, *written)]
        notes += found.notes
    elif imports:
        new = [*imports, *new]
    if new:
        edits.append(_behind(new, own, there, place))
    return Joined(tuple(edits), "; ".join(notes) if edits else "left out a script that is there already")


def _imports_first(fragment: Fragment) -> Fragment:
    """The lines with the imports that stand on one line above the others."""
    rows = [
        row for row, line in enumerate(fragment.lines) if _IMPORT.match(line) and row not in fragment.kept
    ]
    return fragment.without(rows).under(tuple(fragment.lines[row] for row in rows)) if rows else fragment


def _behind(new: list[str], own: Span, there: str, place: Place) -> Replacement:
    """The edit that puts statements at the end of the file's script: above its export, where it has one."""
    newline, margin = place.style.newline, margin_of(there)
    rows = [margin + line if line.strip() else "" for item in new for line in item.split("\n")]
    exported = _EXPORT.search(there)
    if exported is not None and place.language.id == "vue":
        start = own.start + exported.end() - len(exported[0].lstrip())
        return Replacement(Span(start, start), newline.join(rows).strip() + newline * 2)
    last = there.rstrip().rpartition("\n")[2]
    end = own.start + len(there.rstrip())
    ends = not _LETTER.search(last) or _IMPORT.search(last.strip())
    apart = last.strip() and (ends or any(item.startswith("\n") for item in new[1:]))
    while rows and not rows[0]:
        rows.pop(0)
    return Replacement(Span(end, end), newline * (2 if apart else 1) + newline.join(rows))


def _written_as(joined: Joined, own: Span, text: str) -> Joined:
    """The edits with the quotes and semicolons of the file's script."""
    inner = tuple(edit for edit in joined.edits if own.start <= edit.span.start <= edit.span.end <= own.end)
    tree = parse(text[own.start : own.end], language_of("typescript"))
    written = in_own_style(tree, one_edit_a_place(_moved(edit, -own.start) for edit in inner))
    others = (edit for edit in joined.edits if edit not in inner)
    return joined._replace(edits=(*others, *(_moved(edit, own.start) for edit in written)))


def _written_in(there: str, code: str) -> str:
    """Statements with the quotes and semicolons of a script that they will stand beside."""
    end = Span(len(there), len(there))
    (written,) = in_own_style(parse(there, language_of("typescript")), (Replacement(end, f"\n{code}\n"),))
    return written.text[1:-1]


def _moved(edit: Replacement, by: int) -> Replacement:
    return Replacement(Span(edit.span.start + by, edit.span.end + by), edit.text)


def _is_setup(text: str, own: Span) -> bool:
    return "setup" in text[max(own.start - 80, 0) : own.start].rpartition("<script")[2]


def _typed(script: Section, own: Span, text: str) -> list[Replacement]:
    """The edit that makes the file's own script one of TypeScript, where a script for it is and cannot be less."""
    start = text.rfind("<script", 0, own.start)
    if start < 0 or "lang=" in text[start : own.start] or script.lang not in ("ts", "typescript"):
        return []
    tree = parse(script.text, language_of("javascript"))
    if tree.parsed is None or not tree.parsed.root_node.has_error:
        return []
    return [Replacement(Span(own.start - 1, own.start - 1), ' lang="ts"')]


def _setup_beside(own: Span, text: str, fragment: Fragment, newline: str, *, typed: bool) -> Replacement:
    """The edit that puts a `<script setup>` above the file's own `<script>` with its options: a template sees what
    either of them offers, and both have one language (Vue, "<script setup>", "Usage alongside normal <script>")."""
    start = text.rfind("<script", 0, own.start)
    kind = lang_of(text[start : own.start]) or ("ts" if typed else "")
    tag = f'<script setup lang="{kind}">' if kind else "<script setup>"
    inner = newline.join(fragment.lines)
    return Replacement(Span(start, start), f"{tag}{newline}{inner}{newline}</script>{newline * 2}")


def _own_script(text: str, script: Section) -> Span | None:
    """The content of the file's script; of two, the one of the same kind."""
    found = elements(read_tags(text), "script")
    module = any(word in script.attributes for word in ("module", "context="))
    fits = [
        item
        for item in found
        if module == any(word in item.tag.attributes for word in ("module", "context="))
    ]
    setup = [item for item in fits if "setup" in item.tag.attributes]
    chosen = (setup or fits)[:1]
    return chosen[0].inner if chosen else None


def _new_script(script: Section, fragment: Fragment, place: Place) -> Replacement:
    tag, newline = tag_of_new(script, place.language.id), place.style.newline
    if place.language.id == "astro":
        rows = newline.join(("---", *fragment.lines, "---"))
        return Replacement(Span(0, 0), rows + newline * 2)
    inner = newline.join(fragment.at(margin_of_new(script, place.lines.text, place.style)))
    return Replacement(Span(0, 0), f"{tag}{newline}{inner}{newline}</script>{newline * 2}")


def tag_of_new(script: Section, language: str) -> str:
    """The start tag of a script for a file that has none: in Vue a `<script setup>` unless it exports options, which
    such a script cannot (Vue, "<script setup>")."""
    attributes = script.attributes.strip()
    if not attributes and language == "vue" and not _EXPORT.search(script.text):
        attributes = "setup"
    return f"<script {attributes}>" if attributes else "<script>"


def _statements(fragment: Fragment) -> list[str]:
    return [
        text for text in _statement_texts(parse(fragment.text, language_of("typescript"))) if text.strip()
    ]


def _statement_texts(tree: Tree) -> Iterator[str]:
    """The statements of a script, with comments as statements of their own, each with the blank line above it."""
    rows = tree.text.split("\n")
    done = 0
    nodes: list[Node] = tree.parsed.root_node.children if tree.parsed is not None else []
    for node in nodes:
        first, last = max(node.start_point.row, done), node.end_point.row
        if first <= last:
            gap = "\n" if first > 0 and not rows[first - 1].strip() else ""
            yield gap + "\n".join(rows[first : last + 1])
        done = max(done, last + 1)
