"""What to do about names that the reply uses and nobody brings in, so that the code would fail when it runs.

A name that means one thing everywhere (`np`), or in a file that uses its package (`useState`), gets its import. Of any
other the person is told; the model is asked once more where it could have brought it in, which is not so of the data
that a script is about.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from viscodex_lsp.core.counted import quoted
from viscodex_lsp.core.language.data.known_imports import OF_COMPONENTS, is_known, known_imports
from viscodex_lsp.core.language.data.python_packages import imports_in_use
from viscodex_lsp.core.language.data.script_imports import statements_for
from viscodex_lsp.core.language.languages import NOTEBOOK_CELL, SCRIPTS
from viscodex_lsp.core.nouns import Document, Replacement
from viscodex_lsp.core.syntax.injections import read_injection
from viscodex_lsp.core.syntax.names import brings_all, unbound_names
from viscodex_lsp.core.syntax.script_names import called_names, is_hook
from viscodex_lsp.core.syntax.syntax import Tree, reparse
from viscodex_lsp.core.syntax.template_names import unbound_in_markup, unbound_in_scripts
from viscodex_lsp.core.text.difference import apply_replacements
from viscodex_lsp.core.text.style import read_style

_MOST_NAMED = 5
# Nothing but an import brings in a component there; Vue's are also registered for all files, or found by a build step.
_IMPORTING = frozenset({"svelte", "astro", "mdx"})
_COMPONENT = re.compile(r"(?<![\w$])<([A-Z]\w*)(?=[\s/>.])")
# A component of Vue that imports another one by hand is in a project where this has to be done.
_IMPORTS_COMPONENT = re.compile(r"""^[ \t]*import\s+[A-Z]\w*\s+from\s+["'][^"'\n]+\.vue["']""", re.MULTILINE)
_EVERYWHERE = re.compile(
    r"Transition(?:Group)?|KeepAlive|Teleport|Suspense|Component|Router(?:Link|View)|Nuxt\w*|Client\w*|[A-Z]{1,2}[a-z]?[A-Z]\w*"
)
_MODULE = re.compile(r"""^[ \t]*(?:import\b|\}\s*from\b)[^"'\n]*["']([^"'\n]+)["']""", re.MULTILINE)


class MissingNames(NamedTuple):
    """The known ones, the statements that bring them in, and the others; `asked` are those to ask the model about."""

    known: tuple[str, ...]
    imports: tuple[str, ...]
    unknown: tuple[str, ...]
    asked: tuple[str, ...] = ()

    def without_imports(self) -> "MissingNames":
        """The same where the statements found no place."""
        unknown = tuple(sorted((*self.known, *self.unknown)))
        return MissingNames((), (), unknown, unknown)

    @property
    def note(self) -> str:
        """What the person is told of the unknown names; "" where there are none."""
        return f"{_listed(self.unknown)} not defined or imported in this file" if self.unknown else ""

    @property
    def doubt(self) -> str:
        """The same for the model."""
        asked = self.asked
        return f"{_listed(asked)} neither defined nor imported; write what brings it in." if asked else ""


def _listed(names: tuple[str, ...]) -> str:
    return f"{quoted(names, _MOST_NAMED)} {'is' if len(names) == 1 else 'are'}"


def missing_names(
    before: Tree, document: Document, replacements: Sequence[Replacement], *, quote: str
) -> MissingNames:
    """The names in the inserted text that are unbound after the edit and were not before.

    A cell of a notebook sees the names of the others, so none is missed there.
    """
    if document.uri.startswith(NOTEBOOK_CELL):
        return MissingNames((), (), ())
    if before.language.id in OF_COMPONENTS:
        found = _with_components(_of_framework(before, document, replacements), before, replacements)
        return _with_shown(found, before, replacements)
    if before.language.id in _IMPORTING:
        found = _with_components(MissingNames((), (), ()), before, replacements)
        return _with_shown(found, before, replacements)
    texts = [part.text for part in replacements]
    if brings_all(texts, before.language):
        return MissingNames((), (), ())
    inserted = frozenset(re.findall(r"[\w$]+", " ".join(texts)))
    now = unbound_names(reparse(before, replacements), inserted)
    if not now:
        return MissingNames((), (), ())
    new = sorted(now - (unbound_names(before, now) or frozenset()))
    if before.language.id in SCRIPTS:
        return _of_script(new, "\n".join((before.text, *texts)), quote)
    in_use = imports_in_use(new, "\n".join((before.text, *texts))) if before.language.id == "python" else {}
    known = [name for name in new if name not in in_use and is_known(name, before.language.id)]
    unknown = tuple(name for name in new if name not in known and name not in in_use)
    statements = dict.fromkeys((*in_use.values(), *known_imports(known, before.language.id)))
    return MissingNames((*in_use, *known), tuple(statements), unknown, unknown)


def _with_components(found: MissingNames, before: Tree, replacements: Sequence[Replacement]) -> MissingNames:
    """The names with those of components that the markup uses and nothing imports, where a file has to."""
    text = before.text
    imports = {"mdx": _MODULE, "vue": _IMPORTS_COMPONENT}.get(before.language.id)
    if before.language.id not in _IMPORTING | {"vue"} or (imports is not None and not imports.search(text)):
        return found
    after = apply_replacements(text, replacements)
    used = dict.fromkeys(name for part in replacements for name in _COMPONENT.findall(part.text))
    unknown = tuple(
        name
        for name in used
        if not (_EVERYWHERE.fullmatch(name) if before.language.id == "vue" else name == "Fragment")
        and not re.search(rf"(?<![</\w.]){re.escape(name)}\b", after)
        and not re.search(rf"<{re.escape(name)}\b", text)
    )
    return found._replace(unknown=(*found.unknown, *unknown), asked=(*found.asked, *unknown))


def _with_shown(found: MissingNames, before: Tree, replacements: Sequence[Replacement]) -> MissingNames:
    """The names with those that the markup shows and no script has, and those of the scripts themselves, which are told
    alone: they are the data that a component is about. A script that missed some before gets them of a build step."""
    after = reparse(before, replacements)
    now = unbound_in_markup(after)
    new = now - unbound_in_markup(before) if now else now
    in_scripts = unbound_in_scripts(after)
    if in_scripts and not unbound_in_scripts(before):
        new |= in_scripts
    new -= {*found.known, *found.unknown}
    return found._replace(unknown=(*found.unknown, *sorted(new))) if new else found


def _of_script(names: Sequence[str], text: str, quote: str) -> MissingNames:
    statements = statements_for(names, set(_MODULE.findall(text)), quote)
    known = tuple(statements)
    unknown = tuple(name for name in names if name not in known)
    asked = tuple(name for name in unknown if is_hook(name) or re.search(rf"<{re.escape(name)}\b", text))
    return MissingNames(known, tuple(dict.fromkeys(statements.values())), unknown, asked)


def _of_framework(before: Tree, document: Document, replacements: Sequence[Replacement]) -> MissingNames:
    """What a component's script calls of its framework; nothing where the script calls such names without an import
    already, as a build step then brings them in."""
    none, package = MissingNames((), (), ()), before.language.id
    injection = read_injection(before, document, replacements[-1].span)
    if injection is None or injection.language.id not in ("javascript", "typescript"):
        return none
    inner = tuple(injection.inner_edit(part) for part in replacements if part.span.start >= injection.start)
    old = injection.parsed()
    names = sorted(called_names(reparse(old, inner), OF_COMPONENTS[package]))
    if not names or called_names(old, OF_COMPONENTS[package]):
        return none
    quote = read_style(old.text, injection.language).quote
    end = ";" if re.search(r"^[ \t]*import\b[^\n]*;\s*$", old.text, re.MULTILINE) else ""
    return MissingNames(
        tuple(names), (f"import {{ {', '.join(names)} }} from {quote}{package}{quote}{end}",), ()
    )
