"""Parts a reply for a component file (Vue, Svelte, Astro) and says where each part goes.

Such a file has one script, one template and its styles. A script or style sheet of the reply goes into the file's
own; statements that a model wrote before the markup are script too; only markup lands at the place.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.checks.forms.component.given import out_of_each, without_given
from viscodex_lsp.core.checks.forms.component.script import script_edits, tag_of_new
from viscodex_lsp.core.checks.forms.component.section import Section
from viscodex_lsp.core.checks.forms.component.styles import style_edits
from viscodex_lsp.core.checks.forms.component.svelte import (
    THIS,
    as_svelte,
    motions_of,
    other_way,
    with_one_event_form,
)
from viscodex_lsp.core.checks.indentation import deeper, without_margin
from viscodex_lsp.core.checks.pages.parts import without_elements
from viscodex_lsp.core.checks.pages.tags import Element, elements, read_tags, without_comments
from viscodex_lsp.core.checks.placement import Place
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Refusal, Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import one_edit_a_place

LANGUAGES = frozenset({"vue", "svelte", "astro"})
_STATEMENT = re.compile(
    r"(?:import|const|let|var|function|async|class|type|interface|export|\$:|//|/\*|\*)(?![\w-])|[})\]]|\s"
)
_FRONTMATTER = re.compile(
    r"\s*---[ \t]*\n(?P<script>(?:(?!---[ \t]*$).*\n)*+)---[ \t]*(?:\n|\Z)", re.MULTILINE
)
_TEMPLATE = re.compile(r"^<template\b", re.MULTILINE)
_OF_PAGE = re.compile(r"\b(?:document|window)\.")
# At its top level: a component's script runs before its elements are there, and on a server without any.
_RUNS_ON_PAGE = re.compile(
    r"^(?:(?:const|let|var)\s+\w+\s*=\s*)?document\.(?:querySelector|getElement|addEventListener|body)",
    re.MULTILINE,
)
_OUT_OF_TEMPLATE = "took the markup out of its template"
_LEFT_OUT = "left out a script of the page: it has no place in a component"
_MARKUP = re.compile(r"[<{]")
# What HTML has no end for otherwise: the grammar, as browsers do, takes all that follows for its text.
_SELF_CLOSED = re.compile(r"<textarea\b((?:[^<>\"'/]|/(?!>)|\"[^\"]*+\"|'[^']*+')*+)/>")
_HANDLER = re.compile(r"\son(?P<event>[a-z]+)=\"(?P<code>(?P<name>[A-Za-z_]\w*)\([^\"<>]*\);?\s*)\"")
_DECLARED = re.compile(r"\b(?:function|const|let)\s+([A-Za-z_]\w*)")
_EVENT = re.compile(r"(?<![\w$.'])event(?![\w$'])")


class Parted(NamedTuple):
    """A reply's markup, its scripts and style sheets, each with its attributes, and what the person is told."""

    markup: str
    scripts: tuple[Section, ...]
    styles: tuple[Section, ...]
    notes: tuple[str, ...]


class InFile(NamedTuple):
    """The markup for the place, the edits for the other parts, and what the person is told."""

    code: str
    others: tuple[Replacement, ...] = ()
    notes: tuple[str, ...] = ()


def in_component(
    code: str, place: Place, *, from_page: bool, parts: Sequence[tuple[str, str]] = ()
) -> InFile | Refusal:
    """The reply with its parts where the file has them; as it is where it is markup alone.

    Args:
        from_page: the code is the content of a whole page, whose scripts are none of a component.
        parts: the blocks that the reply came in, where it is made of several.
    """
    language, text = place.language.id, place.lines.text
    around = text[: place.span.start] + text[place.span.end :]
    if language not in LANGUAGES:
        return InFile(code)
    if not around.strip():
        return _new_file(code, from_page=from_page) if language == "vue" else InFile(code)
    mixed = other_way(code, around) if language == "svelte" else None
    if mixed is not None:
        return mixed
    ended = _SELF_CLOSED.sub(lambda found: f"<textarea{found[1].rstrip()}></textarea>", code)
    parted = _parted(ended, language, text, from_page=from_page)
    parted = _told_of_own(parted, parts)
    if language == "svelte":
        svelte = _of_svelte(parted, around, text[: place.span.start])
        if isinstance(svelte, Refusal):
            return svelte
        parted = svelte
    elif language == "vue":
        parted = _with_handlers(parted, around)
    others: list[Replacement] = []
    notes = list(parted.notes)
    for written in parted.scripts:
        script, left = without_given(written, language, text[: place.span.start])
        notes += filter(None, [left])
        joined = script_edits(script, parted.markup, place)
        if isinstance(joined, Refusal):
            return joined
        others += joined.edits
        notes += filter(None, [joined.note])
    for style in parted.styles:
        edits, told_of_style = style_edits(style, place)
        others += edits
        notes += told_of_style
    return InFile(parted.markup, one_edit_a_place(others), tuple(dict.fromkeys(notes)))


def _of_svelte(parted: Parted, around: str, before: str) -> Parted | Refusal:
    """The parts with the events and motions that the file has, and without the loop around the place."""
    markup = with_one_event_form(parted.markup, around)
    if isinstance(markup, Refusal):
        return markup
    parted = _with_markup(parted, markup)
    inner, left = out_of_each(markup, before)
    if left:
        markup, parted = inner, parted._replace(markup=inner, notes=(*parted.notes, left))
    scripts = "\n".join(script.text for script in parted.scripts)
    motions = motions_of(markup, f"{around}\n{scripts}")
    if motions:
        told = (*parted.notes, f"added `{motions.splitlines()[0]}`")
        parted = parted._replace(scripts=(*parted.scripts, Section("", motions)), notes=told)
    return parted


def _told_of_own(parted: Parted, parts: Sequence[tuple[str, str]]) -> Parted:
    """The parts without the note on a template that no block of the reply had."""
    if not parts or any("<template" in block for _, block in parts):
        return parted
    return parted._replace(notes=tuple(note for note in parted.notes if note != _OUT_OF_TEMPLATE))


def _with_handlers(parted: Parted, around: str) -> Parted:
    """The parts with handlers of HTML that call a function of the component as those of Vue: elsewhere than in the
    component nothing has that name."""
    scripts = "\n".join((around, *(script.text for script in parted.scripts)))

    names = set(_DECLARED.findall(scripts))

    def written(match: re.Match[str]) -> str:
        if match["name"] not in names:
            return match[0]
        code = _EVENT.sub("$event", THIS.sub("event.currentTarget", match["code"]))
        return f' @{match["event"]}="{code.strip().rstrip(";")}"'

    markup = _HANDLER.sub(written, parted.markup)
    if markup == parted.markup:
        return parted
    return parted._replace(markup=markup, notes=(*parted.notes, "wrote event handlers as Vue has them"))


def _new_file(code: str, *, from_page: bool) -> InFile:
    """Markup for an empty file of Vue in a template of its own, with its script and style sheets beside it."""
    if _TEMPLATE.search(code) or not code.lstrip().startswith("<"):
        return InFile(code)
    parted = _parted(code, "vue", "", from_page=from_page)
    if not parted.markup.strip():
        return InFile(code)
    of_page = [script for script in parted.scripts if _OF_PAGE.search(script.text)]
    left = (_LEFT_OUT,) if of_page else ()
    parts = [
        *(
            f"{tag_of_new(script, 'vue')}\n{script.text.strip(chr(10))}\n</script>"
            for script in parted.scripts
            if script not in of_page
        ),
        f"<template>\n{deeper(parted.markup)}\n</template>",
        *(
            f"<style{sheet.attributes or ' scoped'}>\n{sheet.text.strip(chr(10))}\n</style>"
            for sheet in parted.styles
        ),
    ]
    return InFile("\n\n".join(parts), (), (*parted.notes, *left, "put the markup into a template"))


def _with_markup(parted: Parted, markup: str) -> Parted:
    note = ("wrote event handlers as the file does",) if markup != parted.markup else ()
    return parted._replace(markup=markup, notes=(*parted.notes, *note))


def _parted(code: str, language: str, text: str, *, from_page: bool) -> Parted:
    tags = read_tags(code)
    taken = [*elements(tags, "script"), *elements(tags, "style")]
    if language == "astro":  # whose scripts stand in the markup, and so do style sheets with directives
        taken = [item for item in taken if item.tag.name == "style" and ":" not in item.tag.attributes]
    rest = without_elements(code, [_with_gap(code, item) for item in taken])
    notes: list[str] = []
    scripts = [_section(code, item) for item in taken if item.tag.name == "script"]
    styles = [_section(code, item) for item in taken if item.tag.name == "style"]
    of_page = [script for script in scripts if _RUNS_ON_PAGE.search(script.text)]
    if of_page:
        scripts = [script for script in scripts if script not in of_page]
        notes.append(_LEFT_OUT)
    loaded = [script for script in scripts if 'src="' in script.attributes or "src='" in script.attributes]
    if scripts and (from_page or loaded):
        scripts = [] if from_page else [script for script in scripts if script not in loaded]
        notes.append(_LEFT_OUT)
    front = _FRONTMATTER.match(rest) if language == "astro" else None
    head, rest = (
        (front["script"].rstrip("\n"), rest[front.end() :]) if front is not None else _statements(rest)
    )
    if head.strip():
        scripts.insert(0, Section("", head))
    left = tags if rest == code else read_tags(rest)
    template = elements(left, "template") if language == "vue" else []
    if len(template) == 1 and not without_comments(beside := without_elements(rest, template)).strip():
        inner = rest[template[0].inner.start : template[0].inner.end]
        rest = f"{beside.strip()}\n{without_margin(inner.strip(chr(10)))}" if beside.strip() else inner
        notes.append(_OUT_OF_TEMPLATE)
    if language == "svelte":
        rest, told = as_svelte(rest, text)
        notes += told
    return Parted(rest.strip("\n"), tuple(scripts), tuple(styles), tuple(notes))


def _with_gap(code: str, item: Element) -> Element:
    """The element with the blank lines above it, where it ends what another one holds."""
    if not code[item.span.end :].lstrip().startswith("</"):
        return item
    return item._replace(span=Span(len(code[: item.span.start].rstrip()), item.span.end))


def _section(code: str, item: Element) -> Section:
    return Section(item.tag.attributes, code[item.inner.start : item.inner.end])


def _statements(code: str) -> tuple[str, str]:
    """The statements that the code begins with, and the markup below them."""
    lines = code.split("\n")
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    start = next((row for row in range(first, len(lines)) if _MARKUP.match(lines[row])), len(lines))
    head = lines[first:start]
    if (
        not head
        or start == len(lines)
        or not all(_STATEMENT.match(line) or not line.strip() for line in head)
    ):
        return "", code
    parsed = parse("\n".join(head), language_of("typescript")).parsed
    if parsed is None or parsed.root_node.has_error:
        return "", code
    return "\n".join(head), "\n".join(lines[start:])
