"""Reads what one file of a project offers: components, types, design tokens, and what it passes on from other files.

The only error that comes out of here is the end of its parsing from outside."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from viscodex_lsp.core.components.nouns import Component, FileFacts, Reexport, Use
from viscodex_lsp.core.components.reading.angular import angular_components, angular_modules
from viscodex_lsp.core.components.reading.elements import custom_elements
from viscodex_lsp.core.components.reading.react import react_components
from viscodex_lsp.core.components.reading.source import MOST_EXPORTS, Script, read_script
from viscodex_lsp.core.components.reading.svelte import svelte_component
from viscodex_lsp.core.components.reading.types import exported_types
from viscodex_lsp.core.components.reading.values import exported_values
from viscodex_lsp.core.components.reading.vue import SCRIPT, script_language, vue_component
from viscodex_lsp.core.components.tokens.tokens import is_token_script, tokens_in, tokens_of_script
from viscodex_lsp.core.language.languages import language_of_path
from viscodex_lsp.core.text.capitals import pascal_case

LONGEST_FILE: Final = 400_000
"""Characters; what is larger is bundled or generated, and not read."""
LONGEST_TYPES: Final = 2_000_000
"""Characters of a library's types, which some keep all in one file."""
_LONGEST_LINE: Final = 5_000
SCRIPTS: Final = frozenset({".js", ".jsx", ".ts", ".tsx", ".mjs", ".mts"})
STYLES: Final = frozenset({".css", ".scss", ".less", ".pcss"})
READ: Final = SCRIPTS | STYLES | {".vue", ".svelte", ".json"}
ASSETS: Final = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico"})
_NO_SOURCE: Final = re.compile(
    r"\.(?:test|spec|stories|story|min|bundle|d)\.[mc]?[jt]sx?$|\.config\.[mc]?[jt]s$"
)
_CONFIGURED: Final = re.compile(r"tailwind[\w.-]*\.config\.[mc]?[jt]s$")
# A script that none of this is in offers no component, and need not be parsed.
_OFFERS: Final = re.compile(
    r"<[A-Za-z][\w.]*[\s/>]|@(?:Component|Directive|NgModule)\b|customElement|\bstyled[.(]|createElement|forwardRef"
    r"|export\s*(?:\*|\{)|defineComponent|export\s+(?:interface|type)\s+\w*(?:Props|Attributes|Options)\b"
)


def is_read(path: str) -> bool:
    """Whether the text of a file of this path can hold anything that is kept."""
    name = path.rpartition("/")[2].lower()
    suffix = PurePosixPath(name).suffix
    if _CONFIGURED.search(name):
        return True
    if suffix == ".json":
        return bool(re.search(r"token|theme|design|color", path.lower())) and "package" not in name
    return suffix in READ and not _NO_SOURCE.search(name)


def read_facts(path: str, text: str) -> FileFacts:
    """What a file offers; `path` is its path in the project, with `/`."""
    if len(text) > LONGEST_FILE or _is_minified(text):
        return FileFacts()
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".vue":
        return _of_single_file(path, text, vue_component)
    if suffix == ".svelte":
        return _of_single_file(path, text, svelte_component)
    if suffix not in SCRIPTS:
        return FileFacts(tokens=tuple(replace(token, file=path) for token in tokens_in(path, text)))
    offers = _OFFERS.search(text) or is_token_script(path)
    script = read_script(text, _language(path)) if offers else None
    facts = _of_script(path, text, script) if script is not None else FileFacts()
    known = {component.name for component in facts.components}
    return replace(facts, values=tuple(each for each in exported_values(text) if each.name not in known))


def uses_in(path: str, text: str) -> tuple[Use, ...]:
    """What a file imports that could be a component."""
    suffix = PurePosixPath(path).suffix.lower()
    if len(text) > LONGEST_FILE:
        return ()
    if suffix in {".vue", ".svelte"}:
        scripts = [
            read_script(each["code"], script_language(each["attributes"])) for each in SCRIPT.finditer(text)
        ]
        return tuple(use for script in scripts for use in _uses(script))
    return _uses(read_script(text, _language(path))) if suffix in SCRIPTS else ()


def read_types(path: str, text: str) -> FileFacts:
    """What a library's types (`.d.ts`) offer."""
    script = read_script(text, "typescript") if len(text) <= LONGEST_TYPES else None
    return _of_script(path, text, script) if script is not None else FileFacts()


def _of_single_file(
    path: str, text: str, read: Callable[[str], tuple[Component | None, Script | None]]
) -> FileFacts:
    component, script = read(text)
    if component is None:
        return FileFacts()
    named = replace(component, name=component_name(path), file=path)
    return FileFacts(components=(named,), uses=_uses(script))


def _of_script(path: str, text: str, script: Script) -> FileFacts:
    found = [*angular_components(script), *custom_elements(text, script)]
    if "@angular/core" not in text:
        found += react_components(script)
    named = [replace(each, name=each.name or component_name(path), file=path) for each in found]
    known = {component.exported for component in named}
    exports = tuple(name for name in script.exported if name not in known)[:MOST_EXPORTS]
    reexports: list[Reexport] = script.reexports[:MOST_EXPORTS]
    tokens = tuple(replace(token, file=path) for token in tokens_of_script(path, script))
    modules = tuple(replace(each, file=path) for each in angular_modules(script))
    types = tuple(exported_types(script))
    return FileFacts(tuple(named), tokens, tuple(reexports), exports, _uses(script), modules, types)


def _uses(script: Script | None) -> tuple[Use, ...]:
    return tuple(script.uses) if script is not None else ()


def component_name(path: str) -> str:
    """The name that a component without one of its own goes by: its file's, or its folder's for an index."""
    pure = PurePosixPath(path)
    stem = pure.name.partition(".")[0]
    if stem.lower() in {"index", "main"} and pure.parent.name:
        stem = pure.parent.name
    return pascal_case(re.split(r"[^A-Za-z0-9$]+", stem))


def _language(path: str) -> str:
    found = language_of_path(path).id
    return "typescript" if found == "plaintext" else found


def _is_minified(text: str) -> bool:
    """Whether the beginning of a text has lines as no person writes them."""
    return len(text) > _LONGEST_LINE and max(map(len, text[:20_000].split("\n"))) > _LONGEST_LINE
