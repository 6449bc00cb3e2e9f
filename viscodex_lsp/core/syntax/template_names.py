"""Names that the markup of a component shows or calls and nothing in its file brings in: Vue, Svelte, Astro.

A name counts as brought in where it is a word of a script, or of what a loop or slot of the markup declares, so that
none is called unbound that is not.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.syntax.component_code.astro import with_ends
from viscodex_lsp.core.syntax.component_code.component_code import component_code
from viscodex_lsp.core.syntax.component_code.expressions import in_attributes
from viscodex_lsp.core.syntax.parsed import Parsed
from viscodex_lsp.core.syntax.script_names import MOST_CHARACTERS, unbound_in_script
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from viscodex_lsp.core.syntax.injected_faults import Content

LANGUAGES: Final = frozenset({"vue", "svelte", "astro"})
_SCRIPT: Final = re.compile(
    r"<script\b(?:[^<>\"]|\"[^\"]*\")*+>(?:[^<]|<(?!/script))*+|\A\s*---\r?\n(?:(?!---[ \t]*\r?$).*\n)*+",
    re.MULTILINE,
)
_WORD: Final = re.compile(r"[\w$]+")
# Names that the file does not show come from there: of another component, of a function's result, of another file.
_FROM_ELSEWHERE: Final = re.compile(
    r"\b(?:mixins|extends)\s*:|\.\.\.\s*use\w+\(|<script\b[^<>]*\ssrc=|\bexport\s*\*"
)
_FILTER: Final = re.compile(r"(?<!\|)\|(?!\|)\s*\w+")
_SLOT: Final = re.compile(r"#|v-slot|slot-scope")
_LOOP: Final = re.compile(r"(?P<made>.*?)\s(?:in|of)\s(?P<used>.*)", re.DOTALL)
_PATTERN: Final = r"((?:[^{}]|\{[^{}]*\})*)"
_SVELTE_MAKES: Final = re.compile(
    rf"\{{#each\s(?:[^{{}}]|\{{[^{{}}]{{0,400}}\}}){{0,400}}?\sas\s{_PATTERN}|\{{#await\s[^{{}}]{{0,400}}?\s(?:then|catch)\s{_PATTERN}"
    rf"|\{{:(?:then|catch)\s{_PATTERN}|\{{@const\s([^=}}]*)|\{{#snippet\s{_PATTERN}|\slet:(\w+(?:=\{{{_PATTERN})?)"
)
_SVELTE_DIRECTIVE: Final = re.compile(r"\s(?:use|transition|in|out|animate):([A-Za-z_]\w*)(?=[\s=/>|])")
_ELEMENT: Final = re.compile(r"<([A-Z]\w*)")
_SCRIPT_TAG: Final = re.compile(r"\A(?:<script\b(?:[^<>\"]|\"[^\"]*\")*+>|\s*---)")
_GIVEN: Final = frozenset({"Astro", "Fragment", "withDefaults"})


def unbound_in_markup(tree: Tree) -> frozenset[str]:
    """The names; none where they may come from elsewhere, or the component is not read."""
    text = tree.text
    if tree.language.id not in LANGUAGES or tree.parsed is None or len(text) > MOST_CHARACTERS:
        return frozenset()
    if _FROM_ELSEWHERE.search(text):
        return frozenset()
    used, made = set[str](), set(_words(_SCRIPT.findall(text)))
    if tree.language.id == "vue":
        used, loops = _in_loops(tree)
        made |= loops
    elif tree.language.id == "svelte":
        made |= set(_words(part for found in _SVELTE_MAKES.findall(text) for part in found))
        used = set(_SVELTE_DIRECTIVE.findall(_SCRIPT.sub("", text)))
    elif tree.language.id == "astro":
        made |= set(_ELEMENT.findall(text)) | _GIVEN
        text = with_ends(text)
    for content in component_code(Parsed(tree.parsed, tree.offsets), text, tree.language):
        used |= _unbound(content, tree.language.id)
    return frozenset(name for name in used - made if not name.startswith("$"))


def unbound_in_scripts(tree: Tree) -> frozenset[str]:
    """The names that the scripts of a component use and nothing in the file brings in; what its framework brings into
    every such script is none."""
    if (
        tree.language.id not in LANGUAGES
        or len(tree.text) > MOST_CHARACTERS
        or _FROM_ELSEWHERE.search(tree.text)
    ):
        return frozenset()
    scripts = [_SCRIPT_TAG.sub("", found, count=1) for found in _SCRIPT.findall(tree.text)]
    names = _unbound_in("\n".join(scripts)) - _GIVEN
    return frozenset(name for name in names if not name.startswith(("$", "define")))


def _words(texts: Iterable[str]) -> Iterator[str]:
    return (word for text in texts for word in _WORD.findall(text))


def _in_loops(tree: Tree) -> tuple[set[str], set[str]]:
    """What Vue's loops go through, and what they and its slots declare."""
    assert tree.parsed is not None
    used, made = set[str](), set[str]()
    for name, written in in_attributes(tree.parsed.root_node, tree.language):
        loop = _LOOP.fullmatch(written.code.strip()) if name == "v-for" else None
        if loop is not None:
            made |= set(_WORD.findall(loop["made"]))
            used |= _unbound_in(f"({loop['used']})")
        elif _SLOT.match(name):
            made |= set(_WORD.findall(written.code))
    return used, made


def _unbound(content: "Content", language: str) -> set[str]:
    if language == "astro" and not content.whole:
        return set()  # its script
    for text in content.texts:
        code = _FILTER.sub("", text) if language == "vue" else text
        names = _unbound_in(code, content.language.id, assigning=False)
        if names:
            return names
    return set()


def _unbound_in(code: str, language: str = "typescript", *, assigning: bool = True) -> set[str]:
    tree = parse(code, language_of(language))
    if tree.parsed is None or tree.parsed.root_node.has_error:
        return set()
    return set(unbound_in_script(tree, assigning=assigning))
