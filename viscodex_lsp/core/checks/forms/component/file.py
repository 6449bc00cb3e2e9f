"""Says where a script or a style sheet goes in a component file: into the file's own, or into a new one."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from viscodex_lsp.core.checks.imports.block import read_import_block, split_imports
from viscodex_lsp.core.checks.indentation import Fragment, read_fragment, without_margin
from viscodex_lsp.core.checks.pages.global_rules import has_global_rules
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span, Style
from viscodex_lsp.core.syntax.syntax import Tree, parse
from viscodex_lsp.core.text.style import leading

if TYPE_CHECKING:
    from tree_sitter import Node

_EXPORT = re.compile(r"^\s*export\s+default\b", re.MULTILINE)
_NAME = re.compile(r"^(?:export\s+)?(?:const|let|var|function|class)\s+(\w+)", re.MULTILINE)
_LANG = re.compile(r"""\blang=["']?([\w-]+)""")
_FRONTMATTER = re.compile(r"\s*---[ \t]*\n")
_NO_STYLE = Style("", "\n", '"')


class Section(NamedTuple):
    """The attributes of a script's or style's tag, and what is in it."""

    attributes: str
    text: str


def script_edits(script: Section, text: str, language: str, *, newline: str) -> list[Replacement] | None:
    """The edits that bring a script into the file's own; None where the two cannot be one. Statements that are
    there already are left out."""
    own = _frontmatter(text) if language == "astro" else _own_script(text, script)
    fragment = read_fragment(script.text, language_of("typescript"), _NO_STYLE)
    if fragment.blank:
        return []
    if own is None:
        return [_new_script(script, fragment, language, newline)] if language != "astro" else None
    there = text[own.start : own.end]
    typed = _typed(script, own, text)
    if language == "vue" and _is_setup(script) and _EXPORT.search(there) and not _names_again(script, there):
        return [_setup_beside(own, text, fragment, newline, typed=bool(typed)), *typed]
    tree = parse(there, language_of("typescript"))
    setup = "setup" in text[max(own.start - 80, 0) : own.start].rpartition("<script")[2]
    if _EXPORT.search(script.text) and (_EXPORT.search(there) or (language == "vue" and setup)):
        return None
    known = {_words(statement) for statement in _statement_texts(tree)}
    imports, rest = split_imports(fragment, tree.language)
    new = [item for item in _statements(rest) if _words(item) not in known]
    if set(_NAME.findall("\n".join(new))) & set(_NAME.findall(without_margin(there))):
        return None
    margin = next((leading(line) for line in there.split("\n") if line.strip()), "")
    end = own.start + len(there.rstrip())
    edits = typed
    block = read_import_block(tree, len(there) + 1) if imports else None
    if imports and block is not None:
        missing = block.missing(imports)
        if missing:
            edit = block.insertion(missing, newline)
            edits.append(Replacement(Span(edit.span.start + own.start, edit.span.end + own.start), edit.text))
    elif imports:
        new = [*imports, *new]
    if new:
        rows = [margin + line if line.strip() else "" for item in new for line in item.split("\n")]
        edits.append(Replacement(Span(end, end), newline + newline.join(rows)))
    return edits


def _is_setup(script: Section) -> bool:
    """Whether a script's names are for its template as they stand, as in `<script setup>`."""
    return not _EXPORT.search(script.text)


def _names_again(script: Section, there: str) -> bool:
    return bool(set(_NAME.findall(without_margin(script.text))) & set(_NAME.findall(without_margin(there))))


def _typed(script: Section, own: Span, text: str) -> list[Replacement]:
    """The edit that makes the file's own script one of TypeScript, where a script for it is and cannot be less."""
    start = text.rfind("<script", 0, own.start)
    if (
        start < 0
        or _LANG.search(text[start : own.start])
        or _lang(script.attributes) not in ("ts", "typescript")
    ):
        return []
    tree = parse(script.text, language_of("javascript"))
    if tree.parsed is None or not tree.parsed.root_node.has_error:
        return []
    return [Replacement(Span(own.start - 1, own.start - 1), ' lang="ts"')]


def _setup_beside(own: Span, text: str, fragment: Fragment, newline: str, *, typed: bool) -> Replacement:
    """The edit that puts a `<script setup>` above the file's own `<script>` with its options: a template sees what
    either of them offers, and both have one language (Vue, "<script setup>", "Usage alongside normal <script>")."""
    start = text.rfind("<script", 0, own.start)
    lang = _LANG.search(text[start : own.start])
    kind = lang[1] if lang is not None else "ts" if typed else ""
    tag = f'<script setup lang="{kind}">' if kind else "<script setup>"
    inner = newline.join(fragment.lines)
    return Replacement(Span(start, start), f"{tag}{newline}{inner}{newline}</script>{newline * 2}")


def style_edit(style: Section, text: str, language: str, *, newline: str) -> Replacement | None:
    """The edit that brings rules into the file's style sheet, or into a new one at its end; None where they are
    there already."""
    rows = without_margin(style.text).strip("\n").split("\n")
    if _words(style.text) in _words(text):
        return None
    # Rules for bare tags would restyle the whole application from a style sheet that is not scoped.
    apart = language == "vue" and has_global_rules(style.text)
    own = [
        item
        for item in elements(read_tags(text), "style")
        if _lang(item.tag.attributes) == _lang(style.attributes)
        and ("scoped" in item.tag.attributes or not apart)
    ]
    if own:
        there = text[own[-1].inner.start : own[-1].inner.end]
        margin = next((leading(line) for line in there.split("\n") if line.strip()), "")
        end = own[-1].inner.start + len(there.rstrip())
        return Replacement(
            Span(end, end), newline + newline.join(margin + row if row.strip() else "" for row in rows)
        )
    lang = f' lang="{_lang(style.attributes)}"' if _lang(style.attributes) not in ("", "css") else ""
    scoped = " scoped" if language == "vue" else ""
    end = len(text.rstrip())
    inner = newline.join(rows)
    return Replacement(Span(end, end), f"{newline * 2}<style{scoped}{lang}>{newline}{inner}{newline}</style>")


def _own_script(text: str, script: Section) -> Span | None:
    """The content of the file's script; of two, the one of the same kind."""
    found: list[Element] = elements(read_tags(text), "script")
    module = any(word in script.attributes for word in ("module", "context="))
    fits = [
        item
        for item in found
        if module == any(word in item.tag.attributes for word in ("module", "context="))
    ]
    setup = [item for item in fits if "setup" in item.tag.attributes]
    chosen = (setup or fits)[:1]
    return chosen[0].inner if chosen else None


def _frontmatter(text: str) -> Span | None:
    start = _FRONTMATTER.match(text)
    end = text.find("\n---", start.end() - 1) if start is not None else -1
    return Span(start.end(), max(end, start.end())) if start is not None and end >= 0 else None


def _new_script(script: Section, fragment: Fragment, language: str, newline: str) -> Replacement:
    attributes = script.attributes.strip()
    if not attributes and language == "vue" and not _EXPORT.search(script.text):
        attributes = "setup"
    tag = f"<script {attributes}>" if attributes else "<script>"
    inner = newline.join(fragment.lines)
    return Replacement(Span(0, 0), f"{tag}{newline}{inner}{newline}</script>{newline * 2}")


def _statements(fragment: Fragment) -> list[str]:
    return [
        text for text in _statement_texts(parse(fragment.text, language_of("typescript"))) if text.strip()
    ]


def _statement_texts(tree: Tree) -> Iterator[str]:
    """The statements of a script, with comments as statements of their own."""
    rows = tree.text.split("\n")
    done = 0
    nodes: list[Node] = tree.parsed.root_node.children if tree.parsed is not None else []
    for node in nodes:
        first, last = max(node.start_point.row, done), node.end_point.row
        if first <= last:
            yield "\n".join(rows[first : last + 1])
        done = max(done, last + 1)


def _lang(attributes: str) -> str:
    found = _LANG.search(attributes)
    return found[1] if found is not None and found[1] != "css" else ""


def _words(text: str) -> str:
    return "".join(text.split())
