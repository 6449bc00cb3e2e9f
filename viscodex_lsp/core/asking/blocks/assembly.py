"""Puts the blocks of one reply together as one file of its language would hold them, and names what is left out.

Of several blocks some are steps of one text, some are parts of a page in languages of their own, and some are only
shown: a command to run, an example of use, another version. Nothing is left out without a word.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from viscodex_lsp.core.asking.blocks.fences import Block, changes_above, line_above
from viscodex_lsp.core.asking.blocks.order import in_order, only_imports
from viscodex_lsp.core.asking.blocks.page import (
    COMPILED,
    COMPONENTS,
    TAGGED,
    element_of,
    in_template,
    into_page,
    step_of,
)
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.language.items import runs_items
from viscodex_lsp.core.language.language import UNSPECIFIC_LABELS, Language
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.syntax.syntax import parse

_STYLES = frozenset({"css", "scss", "sass", "less", "postcss"})
# What the nesting of CSS itself has not: variables, mixins, parts of names, a sheet without braces.
_NO_CSS = re.compile(
    r"[$@][\w-]+\s*:|@(?:include|mixin|extend|use|each|if|function)\b|#\{|&[-_\w]|\A[^{}]*\Z|^[ \t]*//",
    re.MULTILINE,
)
_SCRIPT_LABELS = frozenset({"javascript", "js", "typescript", "ts", "mjs"})
_RUN_BY_BROWSERS = frozenset({"javascript", "js", "mjs"})
_PAGES = frozenset({"html", "htm", "xhtml"})
# `<script setup>` exports nothing (Vue, "SFC <script setup>").
_EXPORTS = re.compile(r"^export (?!default\b|type\b|interface\b)", re.MULTILINE)
CORRECTED = re.compile(
    r"\b(?:corrected|fixed|improved|final|updated|better) (?:version|code|answer)|\b(?:wait|correction|actually)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"^(?:export )?(?:default )?(?:async )?(?:def|class|function|func|fn|interface|struct|enum|const|let|var"
    r"|CREATE TABLE) (\w++)(?!\s+\*?\w+\s*[;,=])",  # `enum level now;` only uses one
    re.MULTILINE,
)
# A method at the margin, with what it takes: one of the same name that takes something else is another one.
_METHOD = re.compile(
    r"^(?:(?:public|private|protected|internal|static|final|async|override|virtual) )+[\w<>\[\],.? ]{0,80}?\b(\w+)"
    r"\(([^()\n]{0,200})\)",
    re.MULTILINE,
)
_INTO = re.compile(
    r"\b(?:in|into|inside|within|to|of)\s+(?:the\s+|your\s+)?`<([a-z][\w-]*)[^`<>]{0,60}>`", re.IGNORECASE
)
_SCRIPT_FILE = re.compile(r"[\w-]\.(?:[cm]?js|[cm]?ts)\b")
# Who imports of a file beside what stands above shows how that is used.
_OWN_IMPORTS = re.compile(r"^import\s+(?:\{\s*)?(\w++)[^'\"\n]*from\s*['\"]\.", re.MULTILINE)
_HEAD_ALONE = re.compile(
    r"(?=[^\0]*<(?:link|meta|script)\b)"
    r"(?:(?:<(?:link|meta)\b[^<>]*>|<script\b[^<>]*\bsrc=[^<>]*>\s*</script>|<!--[^>]*-->)\s*)+",
    re.IGNORECASE,
)
_OF_COMPONENTS = SCRIPTS | COMPONENTS | {"angular"}
_PYTHON_TOP = re.compile(r"^(?:(?:async )?def \w+\((?!self\b|cls\b)|class )", re.MULTILINE)
EXAMPLE = "an example of use"
NOT_OF_THIS_FILE = "it is not part of this file"
_MOST_WORDS = 200
"""Lines above a block that are taken for words about it."""


class Assembled(NamedTuple):
    """One text out of several blocks; `parts` are those of other languages that were put into it, `notes` name
    the blocks that are not in it, `examples` are those among them that show how it is used, each with its note."""

    label: str
    code: str
    closed: bool
    parts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


def assemble(
    blocks: Sequence[Block],
    lines: Sequence[str],
    language: Language,
    left_before: Sequence[tuple[Block, str]] = (),
) -> Assembled:
    """The blocks, of which at least one has code, as one text; `lines` are those of the whole reply, `left_before` its
    blocks that were left out before, each with the reason."""
    best = max(fitness(block.label, language) for block in blocks)
    own = [block for block in blocks if fitness(block.label, language) == best]
    others = [block for block in blocks if fitness(block.label, language) != best]
    joined, left = _in_steps(own, lines, language)
    left = [*left_before, *left]
    examples = tuple(
        (block.code, told_of([(block, reason)])[0]) for block, reason in left if reason == EXAMPLE
    )
    if language.id == "angular":  # whose class may take members of another block
        of_class = [block for block in others if block.label in _SCRIPT_LABELS]
        examples += tuple((block.code, told_of([(block, NOT_OF_THIS_FILE)])[0]) for block in of_class)
    return _assembled(joined, others, left, language, own, lines)._replace(examples=examples)


def _assembled(
    joined: list[str],
    others: Sequence[Block],
    left: list[tuple[Block, str]],
    language: Language,
    own: Sequence[Block],
    lines: Sequence[str],
) -> Assembled:
    if not others and language.id not in COMPONENTS:
        code = "\n".join(joined) if _adjacent(own, lines) else _apart(joined, language)
        return Assembled(own[0].label, code, own[-1].closed, (), told_of(left))
    return _with_parts(joined, others, left, language, own, lines)


def fitness(label: str, language: Language) -> int:
    """2 for the wanted language, 1 for a block that does not say, 0 for another language."""
    if not language.accepts(label):
        return 0
    return 1 if label in UNSPECIFIC_LABELS else 2


def _in_steps(
    own: Sequence[Block], lines: Sequence[str], language: Language
) -> tuple[list[str], list[tuple[Block, str]]]:
    """The texts of blocks that belong together, and the blocks left out, each with the reason."""
    taken, left = [own[0]], []
    names, codes = names_in(taken), {own[0].code.strip()}
    for block in own[1:]:
        if block.code.strip() in codes:
            continue
        start = max(taken[-1].last + 1, block.first - _MOST_WORDS)
        words = "\n".join(lines[start : block.first])
        shown = runs_items(block.code, language, [one.code for one in taken])
        defined = names_in([block])
        again = not names.isdisjoint(defined)
        # What follows nothing but imports is no example of their use: it is what they are for.
        imports_alone = all(only_imports(earlier, language) for earlier in taken)
        elsewhere = _for_other_element(block, own[0], lines) or _belongs_elsewhere(block, own[0], language)
        if elsewhere:
            left.append((block, elsewhere))
            continue
        if CORRECTED.search(words) and (again or not defined):
            mended = [earlier for earlier in taken if _is_mended(earlier, block)]
            left += [(earlier, "an earlier version") for earlier in mended]
            taken = [earlier for earlier in taken if earlier not in mended]
            names, codes = names_in(taken), {earlier.code.strip() for earlier in taken}
        elif again:
            left.append((block, "another version"))
            continue
        elif (shown and not imports_alone) or names & set(_OWN_IMPORTS.findall(block.code)):
            left.append((block, EXAMPLE))
            continue
        taken.append(block)
        names |= defined
        codes.add(block.code.strip())
    return [block.code.strip("\n") for block in in_order(taken, language)], left


def _is_mended(earlier: Block, block: Block) -> bool:
    """Whether a correction may be one of an earlier block: both define the same names or, where it defines none, both
    are markup or both are none."""
    defined = names_in([block])
    if defined:
        return not defined.isdisjoint(names_in([earlier]))
    return _is_markup(earlier) == _is_markup(block)


def _is_markup(block: Block) -> bool:
    code = block.code.lstrip()
    return code.startswith("<") and not any(TAGGED[name].match(code) for name in ("script", "style"))


def _belongs_elsewhere(block: Block, first: Block, language: Language) -> str:
    """Why a block is no part of a component's markup above it; "" where it may be one."""
    if language.id in _OF_COMPONENTS and _HEAD_ALONE.fullmatch(block.code.strip()):
        return "it belongs in the head of the page"
    marked = language.id in SCRIPTS and first.code.lstrip().startswith("<")
    if marked and first.label in _PAGES and block.label in _RUN_BY_BROWSERS and "<" not in block.code:
        return "it is a script of the page"
    if not marked or block.code.lstrip().startswith(("<", "{")):
        return ""
    parsed = parse(block.code, language).parsed
    return "it has no place in the markup" if parsed is not None and parsed.root_node.has_error else ""


def _for_other_element(block: Block, first: Block, lines: Sequence[str]) -> str:
    """That a block is for the element that the line above it names, or for a part of the code above."""
    named, own = _INTO.search(line_above(block, lines)), _INTO.search(line_above(first, lines))
    is_markup = block.code.lstrip().startswith("<") and first.code.lstrip().startswith("<")
    if is_markup and changes_above(block, lines):
        return "it changes the code above"
    if named is None or own is not None or not is_markup or f"<{named[1]}" in block.code:
        return ""
    return f"it is for the `<{named[1]}>`"


def names_in(blocks: Sequence[Block]) -> set[str]:
    """The names that blocks define at their margin."""
    methods = {f"{found[1]}({found[2]})" for block in blocks for found in _METHOD.finditer(block.code)}
    return methods | {name for block in blocks for name in _DEFINES.findall(block.code)}


def _adjacent(own: Sequence[Block], lines: Sequence[str]) -> bool:
    """Whether nothing but blank lines is between the blocks, so that they are one text cut up."""
    return not any(line.strip() for one, other in pairwise(own) for line in lines[one.last + 1 : other.first])


def _apart(texts: Sequence[str], language: Language) -> str:
    """The texts with a blank line between them; two between functions and classes of Python (PEP 8)."""
    code = texts[0]
    for one, other in pairwise(texts):
        top = language.id == "python" and all(_PYTHON_TOP.search(text) for text in (one, other))
        code += ("\n\n\n" if top else "\n\n") + other
    return code


def _with_parts(
    joined: list[str],
    others: Sequence[Block],
    left: list[tuple[Block, str]],
    language: Language,
    own: Sequence[Block],
    lines: Sequence[str],
) -> Assembled:
    """The own text with style sheets and scripts of other blocks in elements, where the language has such."""
    styles, scripts = [], []
    in_jsx = language.id in SCRIPTS
    holds = language.markup or (own[0].label in _PAGES and not in_jsx)
    runs = _SCRIPT_LABELS if language.id in COMPONENTS else _RUN_BY_BROWSERS
    for block in others:
        of_scripts = _SCRIPT_FILE.search(line_above(block, lines))
        if holds and block.label in COMPILED and language.id not in COMPONENTS and _NO_CSS.search(block.code):
            left.append((block, "a page takes it only compiled"))
        elif holds and block.label in _STYLES:
            styles.append(block)
        elif language.id == "vue" and block.label in runs and _EXPORTS.search(block.code):
            left.append((block, "it is a module of its own"))
        elif language.id in COMPONENTS and block.label in runs and of_scripts:
            left.append((block, "it is for another file"))
        elif holds and block.label in runs and language.id != "angular":  # whose compiler drops scripts
            scripts.append(block)
        else:
            left.append((block, NOT_OF_THIS_FILE))
    step = step_of("\n".join(joined)) or "  "
    inside = [element_of("style", block, language, step) for block in styles]
    behind = [element_of("script", block, language, step) for block in scripts]
    texts = [*behind, *joined, *inside] if language.id in COMPONENTS else [*inside, *joined, *behind]
    if language.id == "vue" and (inside or behind):
        texts = [*behind, *in_template(joined), *inside]
    parts = tuple((block.label, block.code) for block in (*styles, *scripts))
    own_text = tuple(("html", text) for text in joined) if parts else ()
    if language.id not in COMPONENTS and len(joined) == 1 and (inside or behind):
        texts, notes = into_page(joined[0], inside, behind) or (texts, ())
        left_out = (*notes, *told_of(left))
        return Assembled(own[0].label, "\n".join(texts), own[-1].closed, (*own_text, *parts), left_out)
    between = "\n\n" if language.id in COMPONENTS else "\n"
    return Assembled(own[0].label, between.join(texts), own[-1].closed, (*own_text, *parts), told_of(left))


def told_of(left: Sequence[tuple[Block, str]]) -> tuple[str, ...]:
    """What the person is told of blocks that were left out, each with the reason."""
    return tuple(
        f"left out {'a' if not _named(block) else f'the {_named(block)}'} block "
        f"({counted(len([line for line in block.lines if line.strip()]), 'line')}): {reason}"
        for block, reason in left
    )


def _named(block: Block) -> str:
    """The language of a block as people write it; nothing where its label is none that is known."""
    known = language_of(block.label) if block.label else None
    return known.name if known is not None and known.known else ""
