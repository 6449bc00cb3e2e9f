"""Leaves out the props of a reply's component that are names which a loop around the place makes: an item of a list,
drawn as a component of its own."""

import re

from viscodex_lsp.core.checks.forms.component.section import Section
from viscodex_lsp.core.checks.indentation import without_margin
from viscodex_lsp.core.checks.pages.tags import open_elements
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.difference import apply_replacements

_BLOCK = re.compile(
    r"\{#(?:each\s[^{}]*?\sas\s+(?P<name>\w+)|(?:each|if|await|key|snippet)\b)|(?P<other>\{:else\})|\{/\w+\}"
)
_MAPS = re.compile(r"\.map\(\(?\s*(\w+)")
_FOR = re.compile(r"\s*+\(?\s*+(\w+)")
_NAME = re.compile(r"\w+")
_PROPS = {
    "svelte": re.compile(
        r"export\s+let\s+(?P<one>\w+)\s*(?::[^=]*)?;?|let\s*\{(?P<many>[\w\s,]*)\}[^=]*=\s*\$props\(\);?"
    ),
    "astro": re.compile(r"const\s*\{\s*(?P<one>\w+)\s*\}\s*=\s*Astro\.props;?"),
    "vue": re.compile(
        r"defineProps(?:<\s*\{\s*(?P<one>\w+)\b[^{}]*\}\s*>)?\((?:\{\s*(?P<many>\w+)\s*:[^,]*\}|\[\s*[\"'](?P<word>\w+)[\"']\s*\])?\);?"
    ),
}


def without_given(script: Section, language: str, above: str) -> tuple[Section, str]:
    """The script without such props, and what the person is told; `above` is the file's text above the place."""
    pattern = _PROPS.get(language)
    made = _made(above, language)
    tree = parse(script.text, language_of("typescript"))
    if pattern is None or not made or tree.parsed is None or tree.parsed.root_node.has_error:
        return script, ""
    gone, names = list[Replacement](), list[str]()
    for node in tree.parsed.root_node.named_children:
        found = pattern.fullmatch(tree.source(node).strip())
        given = _NAME.findall(" ".join(filter(None, found.groups()))) if found is not None else []
        if given and set(given) <= made:
            span = Span(tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte))
            gone.append(Replacement(span, ""))
            names += given
    if not gone:
        return script, ""
    told = ", ".join(f"`{name}`" for name in names)
    left = script._replace(text=apply_replacements(script.text, gone))
    return left, f"left out the props {told}: the place has what they are for"


def out_of_each(markup: str, above: str) -> tuple[str, str]:
    """What a loop of Svelte holds that is all of the markup, where one around the place makes the same name, and a
    note; "" for none."""
    bare = markup.strip()
    found = _BLOCK.match(bare)
    if found is None or not found["name"] or found["name"] not in _made(above, "svelte"):
        return markup, ""
    depth = 0
    for mark in _BLOCK.finditer(bare):
        depth += 1 if mark[0].startswith("{#") else 0 if mark["other"] else -1
        if depth == 1 and mark["other"]:
            return markup, ""
        if depth == 0:
            if mark.end() != len(bare):
                return markup, ""
            head = bare[: bare.index("}") + 1]
            inner = without_margin(bare[len(head) : mark.start()].strip("\n").rstrip())
            return inner, f"left out `{head}`: it is around the place already"
    return markup, ""


def _made(above: str, language: str) -> set[str]:
    """What the loops that are open there make."""
    if language == "vue":
        loops = (_FOR.match(tag.value("v-for")) for tag in open_elements(above))
        return {loop[1] for loop in loops if loop is not None}
    if language == "astro":
        return {
            found[1]
            for found in _MAPS.finditer(above)
            if above.count("(", found.start()) > above.count(")", found.start())
        }
    opened: list[str] = []
    for found in _BLOCK.finditer(above):
        if found[0].startswith("{#"):
            opened.append(found["name"] or "")
        else:  # Where a list is empty, there is no item.
            opened[-1:] = [""] if found["other"] else []
    return set(opened) - {""}
