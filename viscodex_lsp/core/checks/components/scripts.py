"""The script of a file, be it the file itself or a `<script>` in it: what it imports and binds, and where."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.checks.components.inserted import Inserted
from viscodex_lsp.core.checks.imports.block import read_import_block
from viscodex_lsp.core.checks.imports.names import names_of
from viscodex_lsp.core.components.imports import Offer
from viscodex_lsp.core.components.reading.vue import SCRIPT, script_language
from viscodex_lsp.core.language.languages import SCRIPTS, language_of
from viscodex_lsp.core.nouns import Replacement, Span
from viscodex_lsp.core.syntax.syntax import Tree, parse

if TYPE_CHECKING:
    from tree_sitter import Node

_DECLARED: Final = re.compile(r"\b(?:function\*?|class|const|let|var|enum|namespace)\s+([A-Za-z_$][\w$]*)")
_TAKEN_APART: Final = re.compile(r"\b(?:const|let|var)\s*[{\[]([^=;]{0,400})[}\]]\s*=")
_QUOTE: Final = re.compile(r"""from\s*(["'])""")
_NAMED: Final = re.compile(r"\{([^{}]*)\}")
_MODULE: Final = re.compile(r"""from\s*["']([^"']+)["']""")
_OPTIONS: Final = re.compile(r"export\s+default\s+(?:[\w.$]+\(\s*)?\{")
_REGISTERED: Final = re.compile(r"\bcomponents\s*:\s*\{")


@dataclass(frozen=True, slots=True)
class Statement:
    """One import in a file: its text, place, module, and the names it binds with what they are exported as."""

    text: str
    span: Span
    module: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Script:
    """The script of the text `inserted`, which begins there at `start`; `setup` says that Vue's `<script setup>` or
    another kind that needs no registration holds it. `tree` is None where the file has none yet; `imports` are the
    import statements of the text."""

    inserted: Inserted
    tree: Tree | None
    start: int
    imports: tuple[Statement, ...] = ()
    setup: bool = True

    @property
    def text(self) -> str:
        return self.tree.text if self.tree is not None else ""

    def bound(self) -> set[str]:
        """The names that the script binds, in whatever scope."""
        names = {local for statement in self.imports for _, local in statement.names}
        names.update(_DECLARED.findall(self.text))
        for group in _TAKEN_APART.findall(self.text):
            names.update(re.findall(r"[A-Za-z_$][\w$]*", group))
        return names

    def bring_in(self, offers: list[Offer], *, quote: str, newline: str, before: int) -> list[str]:
        """Add imports, and register what needs it; the names that could not be. `before` is a place that imports must
        stand above."""
        quote, semicolon = self._style(quote)
        waiting = [offer for offer in offers if offer.module and not self._joins(offer)]
        self._join([offer for offer in offers if offer.module and offer not in waiting])
        statements = _statements(waiting, quote, ";" if semicolon else "")
        if statements:
            self._write(statements, newline, before)
        return self._register([offer.name for offer in offers])

    def _style(self, quote: str) -> tuple[str, bool]:
        """The quote and whether a semicolon ends an import, as the other imports have it."""
        texts = [statement.text for statement in self.imports]
        found = [match[1] for text in texts if (match := _QUOTE.search(text))]
        ended = [text.rstrip().endswith(";") for text in texts]
        semicolon = (
            any(ended)
            if ended
            else bool(re.search(r";\s*$", self.text, re.MULTILINE)) or not self.text.strip()
        )
        return (found[0] if found else quote or '"'), semicolon

    def _joins(self, offer: Offer) -> Statement | None:
        """The import of the same module that can take a name more."""
        if offer.default:
            return None
        return next(
            (
                statement
                for statement in self.imports
                if statement.module == offer.module
                and _NAMED.search(statement.text)
                and not statement.text.startswith("import type")
            ),
            None,
        )

    def _join(self, offers: list[Offer]) -> None:
        """Put names into imports of the same modules."""
        joining: dict[Statement, list[str]] = {}
        for offer in offers:
            statement = self._joins(offer)
            if statement is not None:
                joining.setdefault(statement, []).append(offer.binding)
        for statement, names in joining.items():
            inner = _NAMED.search(statement.text)
            assert inner is not None
            content = inner[1].rstrip()
            at = statement.span.start + inner.start(1) + len(content)
            joint = "" if content.endswith(",") or not content.strip() else ","
            self.inserted.change(Replacement(Span(at, at), f"{joint} {', '.join(names)}"))

    def _write(self, statements: list[str], newline: str, before: int) -> None:
        lines = newline.join(statements)
        if self.tree is None:
            script = f"<script{' setup' if self.inserted.tree.language.id == 'vue' else ''}>"
            indent = "  " if self.inserted.tree.language.id == "svelte" else ""
            body = newline.join(indent + line for line in statements)
            text = f"{script}{newline}{body}{newline}</script>{newline * 2}"
            self.inserted.change(Replacement(Span(0, 0), text))
            return
        inside = (
            max(min(before - self.start, len(self.tree.text)), 0)
            if self.start == 0
            else len(self.tree.text) + 1
        )
        block = read_import_block(self.tree, inside)
        if block is not None:
            edit = block.insertion(statements, newline)
            self.inserted.change(Replacement(_shifted(edit.span, self.start), edit.text))
            return
        first = next((line for line in self.tree.text.split("\n") if line.strip()), "")
        margin = first[: len(first) - len(first.lstrip())]
        lead = len(self.tree.text) - len(self.tree.text.lstrip("\r\n")) if self.start else 0
        at = self.start + lead
        body = lines.replace(newline, newline + margin)
        self.inserted.change(Replacement(Span(at, at), f"{margin}{body}{newline}"))

    def _register(self, names: list[str]) -> list[str]:
        """Vue's options: a component must be named in `components`; those that are in no options that are seen."""
        if self.setup or self.tree is None:
            return []
        found = _REGISTERED.search(self.text)
        known = self.text[found.end() : self.text.find("}", found.end())] if found else ""
        new = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", known)]
        options = _OPTIONS.search(self.text)
        place = found or options
        if place is None or not new:
            return new
        listed = f" {', '.join(new)}," if found else f" components: {{ {', '.join(new)} }},"
        at = self.start + place.end()
        self.inserted.change(Replacement(Span(at, at), listed))
        return []


def read_scripts(inserted: Inserted) -> Script:
    """The script that imports belong to."""
    tree = inserted.tree
    if tree.language.id in SCRIPTS:
        return Script(inserted, tree, 0, _imports(tree, 0))
    found = list(SCRIPT.finditer(tree.text)) if tree.language.id in {"vue", "svelte"} else []
    module = re.compile(r"""\bmodule\b|context\s*=""")
    own = (
        [each for each in found if not module.search(each["attributes"])]
        if tree.language.id == "svelte"
        else found
    )
    setup = [each for each in own if re.search(r"\bsetup\b", each["attributes"])]
    chosen = next(iter(setup or own), None)
    if chosen is None:
        return Script(inserted, None, 0)
    parsed = parse(chosen["code"], language_of(script_language(chosen["attributes"])))
    start = chosen.start("code")
    in_setup = bool(setup) or tree.language.id == "svelte"
    return Script(inserted, parsed, start, _imports(parsed, start), setup=in_setup)


def _imports(tree: Tree, start: int) -> tuple[Statement, ...]:
    """The import statements of a script that begins at `start`."""
    nodes = tree.parsed.root_node.named_children if tree.parsed is not None else ()
    return tuple(_statement(node, tree, start) for node in nodes if node.type == "import_statement")


def _statement(node: "Node", tree: Tree, at: int) -> Statement:
    start, end = tree.offsets.to_points(node.start_byte), tree.offsets.to_points(node.end_byte)
    text = tree.text[start:end]
    module = _MODULE.search(text)
    names = tuple(filter(None, map(_bound, names_of(text, language_of("typescript")))))
    return Statement(text, Span(start + at, end + at), module[1] if module else "", names)


def _statements(offers: list[Offer], quote: str, end: str) -> list[str]:
    """The imports of these, those of one module in one."""
    modules: dict[str, list[str]] = {}
    for offer in offers:
        modules.setdefault(offer.module, [])
        if not offer.default:
            modules[offer.module].append(offer.binding)
    named = [
        f"import {{ {', '.join(names)} }} from {quote}{module}{quote}{end}"
        for module, names in modules.items()
        if names
    ]
    return [*(offer.statement(quote, semicolon=bool(end)) for offer in offers if offer.default), *named]


def _bound(name: object) -> tuple[str, str] | None:
    """What a name of an import is exported as, and bound as."""
    head, written = getattr(name, "head", ""), getattr(name, "name", "")
    if head.startswith("import type") or written.startswith("type ") or not head:
        return None
    if "{" not in head:
        local = written.rpartition(" as ")[2]
        return ("*" if written.startswith("*") else "default", local.strip())
    exported, _, local = written.partition(" as ")
    return exported.strip(), (local or exported).strip()


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)
