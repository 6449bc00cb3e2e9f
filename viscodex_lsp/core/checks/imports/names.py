"""Lists the names that import statements bring in, and writes statements for some of them.

A statement that is not understood, or that is very long, counts as one name, its own text: it is then there
or not there as a whole.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from viscodex_lsp.core.checks.imports.rust_names import paths_of, use_of
from viscodex_lsp.core.language.language import Language

_PYTHON_FROM = re.compile(r"from\s+(\S+)\s+import\s+(.+)", re.DOTALL)
_PYTHON_IMPORT = re.compile(r"import\s+(.+)", re.DOTALL)
_SCRIPT = re.compile(
    r"""import\s+(?P<type>type\s+)?(?P<default>[\w$]+)?\s*,?\s*(?P<all>\*\s*as\s+[\w$]+)?\s*
        (?:\{(?P<named>[^{}]*)\})?\s*(?P<tail>from\s*["'](?P<module>[^"']+)["']\s*;?)""",
    re.VERBOSE,
)
_LONGEST = 4_000
_OF_RUST = ";"
_GO_SPEC = re.compile(r'(?:(?<![\w.])[\w.]++[ \t]++)?(?:"[^"\n]*"|`[^`]*`)')


class Name(NamedTuple):
    """One imported name: `head + name + tail` is a statement that brings in this name alone.

    `joins` says that names with the same head and tail can stand in one statement.
    """

    head: str
    name: str
    tail: str = ""
    joins: bool = False

    @property
    def key(self) -> str:
        """Equal for the same name of the same module, however it is written."""
        text = re.sub(r"\s+", " ", f"{self.head}{self.name}{self.tail}")
        return text.replace("'", '"').rstrip(" ;")


def names_of(statement: str, language: Language) -> tuple[Name, ...]:
    """The names of one import statement, in its order."""
    read = _READERS.get(language.id, _whole) if len(statement) <= _LONGEST else _whole
    return tuple(read(statement.strip())) or (Name("", statement.strip()),)


def statements_of(names: Iterable[Name]) -> tuple[str, ...]:
    """Statements that bring in the names, and nothing else."""
    names = tuple(names)
    if names and all(name.tail == _OF_RUST for name in names):
        return _rust_statements(names)
    groups: dict[tuple[str, str], list[str]] = {}
    for name in names:
        group = (name.head, name.tail) if name.joins else (name.head + name.name, name.tail)
        groups.setdefault(group, []).extend([name.name] if name.joins else [])
    return tuple(head + ", ".join(members) + tail for (head, tail), members in groups.items())


def _python(statement: str) -> Iterable[Name]:
    bare = " ".join(re.sub(r"#[^\n]*", "", statement).split())
    whole = _PYTHON_FROM.fullmatch(bare)
    if whole is not None:
        return [
            Name(f"from {whole[1]} import ", name, joins=True) for name in _listed(whole[2].strip(" ()\n\\"))
        ]
    plain = _PYTHON_IMPORT.fullmatch(bare)
    return [Name("import ", name) for name in _listed(plain[1])] if plain is not None else []


def _script(statement: str) -> Iterable[Name]:
    match = _SCRIPT.fullmatch(" ".join(statement.split()))
    if match is None:
        return []
    head, tail = f"import {'type ' if match['type'] else ''}", match["tail"]
    bound = [Name(head, name, f" {tail}") for name in (match["default"], match["all"]) if name]
    named = _listed(match["named"] or "")
    return [*bound, *(Name(f"{head}{{ ", name, f" }} {tail}", joins=True) for name in named)]


def _go(statement: str) -> Iterable[Name]:
    return [Name("import ", spec) for spec in _GO_SPEC.findall(statement.removeprefix("import"))]


def _rust(statement: str) -> Iterable[Name]:
    head, paths = paths_of(statement)
    return [Name(head, path, _OF_RUST, joins=True) for path in paths]


def _rust_statements(names: tuple[Name, ...]) -> tuple[str, ...]:
    groups: dict[tuple[str, str], list[str]] = {}
    for name in names:
        module, _, own = name.name.rpartition("::")
        groups.setdefault((name.head, module), []).append(own)
    return tuple(use_of(head, module, own) for (head, module), own in groups.items())


def _whole(statement: str) -> Iterable[Name]:
    return [Name("", statement)]


def _listed(names: str) -> list[str]:
    return [" ".join(name.split()) for name in names.split(",") if name.strip()]


_READERS: dict[str, Callable[[str], Iterable[Name]]] = {
    "python": _python,
    "ipython": _python,
    "javascript": _script,
    "javascriptreact": _script,
    "typescript": _script,
    "typescriptreact": _script,
    "go": _go,
    "rust": _rust,
}
