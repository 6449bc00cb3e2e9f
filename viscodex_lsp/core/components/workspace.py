"""All files of a project together: where each name is offered, and to what file a module leads.

Kept up to date file by file; a reader may look while another thread writes, and sees some of the files new.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from posixpath import dirname
from typing import Final, NamedTuple

from viscodex_lsp.core.components.codec import decode, encode
from viscodex_lsp.core.components.configs import Alias, Package, inside
from viscodex_lsp.core.components.nouns import Component, FileFacts, Token
from viscodex_lsp.core.components.roles import without_prefix, words_of

MOST_USERS: Final = 24
_MOST_STEPS: Final = 400
_ENDINGS: Final = ("", ".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".vue", ".svelte")
_COMPILED: Final = ((".js", (".ts", ".tsx")), (".jsx", (".tsx",)), (".mjs", (".mts",)))
SOURCE: Final = frozenset(_ENDINGS[1:])


class Origin(NamedTuple):
    """Where an export really comes from."""

    file: str
    exported: str


class Workspace:
    """What is known of a project. `paths` are its source files, `assets` its pictures.

    `libraries` are the components of the packages that it depends on, by package name; empty for one without any. Those
    of the packages in `half_read` are not all of them: to read them would take too long.
    """

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.assets: set[str] = set()
        self.aliases: dict[str, tuple[Alias, ...]] = {}
        self.packages: dict[str, Package] = {}
        self.libraries: dict[str, tuple[Component, ...]] = {}
        self.half_read: set[str] = set()
        self._facts: dict[str, bytes] = {}
        self._named: dict[str, tuple[str, ...]] = {}
        self._values: dict[str, set[str]] = {}
        self._users: dict[str, tuple[str, ...]] = {}
        self._token_files: set[str] = set()
        self._folders: dict[str, set[str]] = {}
        self._by_key: dict[str, set[str]] = {}
        self._by_word: dict[str, set[str]] = {}
        self._decoded = lru_cache(maxsize=2_048)(decode)

    def put(self, path: str, facts: FileFacts) -> bytes:
        """Take over what a file offers now; it comes back as bytes to be kept elsewhere."""
        data = encode(facts)
        self.drop(path)
        self.paths.add(path)
        if data:
            self._facts[path] = data
            self._note(path, facts)
        return data

    def put_known(self, path: str, data: bytes) -> None:
        """The same from bytes that were kept.

        Raises:
            ValueError: these are not the bytes of facts.
        """
        facts = decode(data)
        self.drop(path)
        self.paths.add(path)
        if data:
            self._facts[path] = data
            self._note(path, facts)

    def drop(self, path: str) -> None:
        """Forget a file."""
        self.paths.discard(path)
        self._token_files.discard(path)
        self._folders.get(dirname(path), set()).discard(path)
        data = self._facts.pop(path, None)
        if data is None:
            return
        facts = self._decoded(data)
        for component in facts.components:
            _without(self._named, component.name, path)
            if component.name not in self._named:
                self._forget_name(component.name)
        for use in facts.uses:
            _without(self._users, use.name, path)
        for value in facts.values:
            self._values.get(value.name, set()).discard(path)

    def facts(self, path: str) -> FileFacts:
        """What a file offers; nothing for one that is not known."""
        data = self._facts.get(path)
        return self._decoded(data) if data is not None else FileFacts()

    def named(self, name: str) -> Iterator[Component]:
        """The components of this name, by the paths of their files."""
        for path in sorted(self._named.get(name, ())):
            yield from (each for each in self.facts(path).components if each.name == name)

    def value(self, name: str) -> Component | None:
        """The function or constant that alone goes by this name in the project, to be imported as a component is; None
        where none or several do."""
        paths = self._values.get(name, set()).copy()
        if len(paths) != 1 or name in self._named:
            return None
        (path,) = paths
        found = next((each for each in self.facts(path).values if each.name == name), None)
        return Component(name, found.exported, "value", file=path) if found is not None else None

    def names(self) -> list[str]:
        """The names of all components."""
        return list(self._named)

    def called(self, keys: Iterable[str]) -> list[str]:
        """The names that are one of `keys` once their prefix is taken off (see `roles.without_prefix`)."""
        return sorted(name for key in keys for name in self._by_key.get(key, set()).copy())

    def with_word(self, word: str) -> set[str]:
        """The names that have a word in them."""
        return self._by_word.get(word, set()).copy()

    def beside(self, path: str) -> list[str]:
        """Some of the files in the same folder."""
        return sorted(self._folders.get(dirname(path), set()) - {path})[:MOST_USERS]

    def users(self, name: str) -> tuple[str, ...]:
        """Some of the files that import something of this name."""
        return self._users.get(name, ())

    def tokens(self) -> list[Token]:
        """All tokens, by the paths of their files."""
        return [token for path in sorted(self._token_files.copy()) for token in self.facts(path).tokens]

    def package_of(self, path: str) -> Package | None:
        """The innermost package that a file belongs to."""
        folder = dirname(path)
        while True:
            package = self.packages.get(folder)
            if package is not None or not folder:
                return package
            folder = dirname(folder)

    def resolve(self, module: str, importer: str) -> str | None:
        """The file of the project that `module` leads to from `importer`; None where there is none."""
        if module.startswith("."):
            return self._file(inside(dirname(importer), module))
        for alias in self.aliases_for(importer):
            if alias.stands_at(module):
                found = self._file(inside("", alias.target + module[len(alias.prefix) :]))
                if found is not None:
                    return found
        return self._of_package(module)

    def aliases_for(self, path: str) -> list[Alias]:
        """The aliases that hold in a file: of the nearest folder first, the longest first."""
        found = [
            alias
            for aliases in list(self.aliases.values())
            for alias in aliases
            if not alias.folder or path.startswith(f"{alias.folder}/")
        ]
        return sorted(found, key=lambda alias: (-len(alias.folder), -len(alias.prefix)))

    def origin(self, path: str, exported: str) -> Origin | None:
        """Where the export of a file comes from, through barrels, be they circular; None where it has no such."""
        waiting, seen = [(path, exported)], set[tuple[str, str]]()
        while waiting and len(seen) < _MOST_STEPS:
            file, name = waiting.pop(0)
            if (file, name) in seen:
                continue
            seen.add((file, name))
            facts = self.facts(file)
            offered = {each.exported for each in facts.components} | {each.exported for each in facts.values}
            if name in facts.exports or name in offered:
                return Origin(file, name)
            for passed in facts.reexports:
                if passed.exported == name or (passed.exported == "*" and name != "default"):
                    inner = self.resolve(passed.module, file)
                    if inner is not None:
                        waiting.append((inner, name if passed.name == "*" else passed.name))
        return None

    def barrels(self, file: str, exported: str) -> Iterator[tuple[str, str]]:
        """Index files above a component that pass it on, nearest first, with the name it has there."""
        folder = dirname(file)
        while True:
            for ending in (".ts", ".tsx", ".js", ".jsx"):
                path = f"{folder}/index{ending}" if folder else f"index{ending}"
                if path != file and path in self.paths:
                    for name in self._passed_names(path, file, exported):
                        yield path, name
            if not folder:
                return
            folder = dirname(folder)

    def _passed_names(self, barrel: str, file: str, exported: str) -> Iterator[str]:
        wanted = Origin(file, exported)
        passed = self.facts(barrel).reexports
        names = [each.exported for each in passed if each.exported != "*"]
        if exported != "default" and any(each.exported == "*" for each in passed):
            names.append(exported)
        yield from (name for name in dict.fromkeys(names) if self.origin(barrel, name) == wanted)

    def _note(self, path: str, facts: FileFacts) -> None:
        # A component may be exported twice, by its name and as default.
        for name in dict.fromkeys(component.name for component in facts.components):
            if name not in self._named:
                self._note_name(name)
            self._named[name] = (*self._named.get(name, ()), path)
        for use in facts.uses:
            users = self._users.get(use.name, ())
            if len(users) < MOST_USERS:
                self._users[use.name] = (*users, path)
        for value in facts.values:
            self._values.setdefault(value.name, set()).add(path)
        if facts.uses:
            self._folders.setdefault(dirname(path), set()).add(path)
        if facts.tokens:
            self._token_files.add(path)

    def _note_name(self, name: str) -> None:
        self._by_key.setdefault("".join(without_prefix(name)), set()).add(name)
        for word in words_of(name):
            self._by_word.setdefault(word, set()).add(name)

    def _forget_name(self, name: str) -> None:
        self._by_key.get("".join(without_prefix(name)), set()).discard(name)
        for word in words_of(name):
            self._by_word.get(word, set()).discard(name)

    def _of_package(self, module: str) -> str | None:
        for package in list(self.packages.values()):
            if package.name and (module == package.name or module.startswith(f"{package.name}/")):
                rest = module[len(package.name) + 1 :]
                entries = (
                    (rest, f"src/{rest}") if rest else (*package.entries, "src/index", "index", "src/main")
                )
                for entry in entries:
                    found = self._file(inside(package.folder, entry))
                    if found is not None:
                        return found
        return None

    def _file(self, place: str | None) -> str | None:
        if place is None:
            return None
        for ending in _ENDINGS:
            if place + ending in self.paths:
                return place + ending
        for ending, sources in _COMPILED:
            if place.endswith(ending):
                for source in sources:
                    if place.removesuffix(ending) + source in self.paths:
                        return place.removesuffix(ending) + source
        for ending in _ENDINGS[1:]:
            index = f"{place}/index{ending}" if place else f"index{ending}"
            if index in self.paths:
                return index
        return None


def _without(names: dict[str, tuple[str, ...]], name: str, path: str) -> None:
    left = tuple(each for each in names.get(name, ()) if each != path)
    if left:
        names[name] = left
    else:
        names.pop(name, None)
