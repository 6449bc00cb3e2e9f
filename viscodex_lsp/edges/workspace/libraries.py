"""The components of the libraries that a project depends on, read from the types in `node_modules`.

Only packages that a `package.json` of the workspace names are looked at, and only so far. One that takes longer than a
round is read on with the next refresh, and kept on disk when it is whole.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from posixpath import dirname
from typing import Any, Final

from viscodex_lsp.core.components.codec import decode, encode
from viscodex_lsp.core.components.configs import inside, read_json
from viscodex_lsp.core.components.facts import read_facts, read_types
from viscodex_lsp.core.components.inherited_props import whole
from viscodex_lsp.core.components.nouns import Component, FileFacts
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.edges.workspace.store import Kept
from viscodex_lsp.edges.workspace.texts import read_text

MOST_LIBRARIES: Final = 24
MOST_FILES: Final = 1_200
MOST_COMPONENTS: Final = 400
SECONDS: Final = 5.0
MOST_ROUNDS: Final = 6
MOST_ENTRIES: Final = 200
_MOST_SNIFFED: Final = 12
_LONGEST: Final = 4_000_000
_COMPILED: Final = re.compile(r"\.[mc]?js$")
# Which framework a library is for, by what it needs beside it.
_PEERS: Final = (("react", "react"), ("vue", "vue"), ("svelte", "svelte"), ("@angular/core", "angular"))
# Packages that many projects name and that offer no components; looking through them would take time for nothing.
_NO_COMPONENTS: Final = nodes(
    "react react-dom vue svelte typescript vite eslint prettier tailwindcss rxjs zone.js tslib lodash axios zod next "
    "nuxt @angular/core @angular/common @angular/compiler jest vitest clsx class-variance-authority tailwind-merge "
    "esbuild webpack sass postcss redux"
)


KEPT: Final = "library:"
"""What the path of a library's row in the store begins with."""


def read_libraries(
    workspace: Workspace, root: Path, kept: Kept, begun: "dict[str, Library]"
) -> list[tuple[str, int, int, bytes]]:
    """Read the libraries that are named and were not read yet, and read on in those that were `begun`; of `kept` ones
    that did not change nothing is read.

    The rows of those that were read to their end come back; those that were not stay in `begun`.
    """
    rows: list[tuple[str, int, int, bytes]] = []
    packages = list(workspace.packages.values())
    wanted = {name: package.folder for package in packages for name in sorted(package.dependencies)}
    own = {package.name for package in packages}
    for name, folder in wanted.items():
        skipped = name in _NO_COMPONENTS or name in own or name.startswith(("@types/", "eslint-", "@babel/"))
        if skipped or (name in workspace.libraries and name not in begun):
            continue
        if sum(map(bool, workspace.libraries.values())) >= MOST_LIBRARIES:
            break
        place = _place_of(name, root, folder)
        stamp = _stamp_of(place) if place is not None else None
        if place is None or stamp is None:
            continue
        # One without components is kept too, so that it is not read again.
        components = _kept_of(name, stamp, kept)
        if components is None:
            library = begun.pop(name, None) or Library(place, name)
            components = library.read()
            if library.whole:
                rows.append((KEPT + name, *stamp, encode(FileFacts(components))))
            elif library.rounds < MOST_ROUNDS:
                begun[name] = library
        workspace.libraries[name] = components
    return rows


def _stamp_of(place: Path) -> tuple[int, int] | None:
    """What tells whether a package changed; None where it is just being replaced."""
    try:
        status = (place / "package.json").stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _kept_of(name: str, stamp: tuple[int, int], kept: Kept) -> tuple[Component, ...] | None:
    """The components of a library as they were kept; None where it must be read."""
    known = kept.get(KEPT + name)
    if known is None or known[:2] != stamp:
        return None
    try:
        return decode(known[2]).components
    except ValueError:
        return None


class Library:
    """A package in `node_modules`, read in rounds of `SECONDS`; `whole` says that its last round came to the end."""

    def __init__(self, place: Path, name: str) -> None:
        self.name, self.rounds, self._types = name, 0, _Types(place)
        manifest = read_json(read_text(place / "package.json", most=_LONGEST))
        self._entries = list(_entries(manifest, name, place))
        self._framework = _framework(manifest, place, [entry for _, entry in self._entries])

    @property
    def whole(self) -> bool:
        """Whether nothing was left out for want of time."""
        return not self._types.cut_off

    def read(self) -> tuple[Component, ...]:
        """The components that are known after one more round; each says in `file` from which module it is imported."""
        if not self._framework:
            return ()
        self.rounds += 1
        self._types.begin_round()
        found: dict[str, Component] = {}
        for module, entry in self._entries:
            for exported, component in self._types.exports(entry):
                called = component.name if exported == "default" else exported
                if called[:1].isupper() and called not in found and len(found) < MOST_COMPONENTS:
                    tag = component.name if self._framework == "angular" else called
                    found[called] = replace(
                        component, name=tag, exported=exported, framework=self._framework, file=module
                    )
        return tuple(found.values())


def _framework(manifest: Mapping[str, Any], place: Path, entries: Sequence[str]) -> str:
    """Which framework a library is for: by what it needs beside it, else by what its types import."""
    peers = _peers(manifest)
    told = next((mine for peer, mine in _PEERS if peer in peers), "")
    if told or "svelte" in manifest or re.search(r"[\"']svelte[\"']\s*:", str(manifest.get("exports"))):
        return told or "svelte"
    texts = "".join(read_text(place / entry, most=_LONGEST) for entry in entries[:_MOST_SNIFFED])
    return next((mine for peer, mine in _PEERS if re.search(rf"from ['\"]{peer}['\"]", texts)), "")


class _Types:
    """The type files of one package, read as far as their exports lead, within bounds."""

    def __init__(self, place: Path) -> None:
        self._place, self._read = place, dict[str, FileFacts]()
        self._hard: set[str] = set()
        self.cut_off, self._end = False, 0.0

    def begin_round(self) -> None:
        """Go on for so long; what was read is kept."""
        self.cut_off, self._end = False, time.thread_time() + SECONDS

    def exports(self, path: str) -> Iterator[tuple[str, Component]]:
        """Names and components that a file exports, its barrels followed."""
        yield from self._exports(path, set())

    def _exports(self, path: str, seen: set[str]) -> Iterator[tuple[str, Component]]:
        if path in seen:
            return
        seen.add(path)
        facts = self._facts(path)
        for component in facts.components:
            found = whole(component, path, facts=self._facts, resolve=self._resolve)
            # Who takes props that are not listed takes content too.
            yield component.exported, replace(found, children=found.children or found.open)
        for passed in facts.reexports:
            inner = self._resolve(passed.module, path)
            if inner is None:
                continue
            if passed.name == "*":
                yield from self._exports(inner, seen)
            else:
                for name, component in self._exports(inner, set()) if inner not in seen else ():
                    if name == passed.name:
                        yield passed.exported, component
                        break

    def _facts(self, path: str) -> FileFacts:
        if path not in self._read:
            if len(self._read) >= MOST_FILES:
                return FileFacts()
            if time.thread_time() > self._end:
                self.cut_off = True
                return FileFacts()
            text = read_text(self._place / path, most=_LONGEST)
            read = read_facts if path.endswith((".svelte", ".vue")) else read_types
            try:
                with ended_by(lambda: "over its time" if time.thread_time() > self._end else ""):
                    self._read[path] = read(path, text)
            except TooHardToParse:
                if path not in self._hard:
                    # The next round begins with what is left and has more time for it.
                    self._hard.add(path)
                    self.cut_off = True
                    return FileFacts()
                self._read[path] = FileFacts()
        return self._read[path]

    def _resolve(self, module: str, importer: str) -> str | None:
        if not module.startswith("."):
            return None
        whole = inside(dirname(importer), module)
        plain = _COMPILED.sub("", whole) if whole is not None else ""
        for candidate in (
            f"{plain}.d.ts",
            f"{plain}/index.d.ts",
            f"{whole}.d.ts",
            f"{plain}.d.mts",
            whole or "",
        ):
            if candidate and (self._place / candidate).is_file():
                return candidate
        return None


def _entries(manifest: Mapping[str, Any], name: str, place: Path) -> Iterator[tuple[str, str]]:
    """Modules of a package and the files of their types: the package itself, then its parts."""
    for key in ("types", "typings"):
        if isinstance(manifest.get(key), str):
            yield name, inside("", manifest[key]) or ""
            break
    exports = manifest.get("exports")
    parts = exports.items() if isinstance(exports, Mapping) else ()
    for key, value in list(parts)[:MOST_ENTRIES]:
        types = _types_in(value)
        if types and (key == "." or key.startswith("./")):
            for part in _parts(types, place) if "*" in key else ("",):
                yield name + key[1:].replace("*", part), inside("", types.replace("*", part)) or ""


def _parts(types: str, place: Path) -> list[str]:
    """What the `*` of a pattern such as `./*/index.d.ts` stands for in a package."""
    folder = types.partition("*")[0].rpartition("/")[0]
    try:
        names = sorted(entry.name for entry in os.scandir(place / folder) if entry.is_dir())
    except OSError:
        return []
    return [each for each in names if (place / types.replace("*", each)).is_file()][:MOST_ENTRIES]


def _types_in(value: object, depth: int = 0) -> str:
    """The file of types that the conditions of an export lead to."""
    if isinstance(value, str):
        # Beside a file that runs, TypeScript looks for its types.
        beside = re.sub(r"\.(m?)js\Z", r".d.\1ts", value)
        return beside if beside.endswith((".d.ts", ".d.mts", ".svelte")) else ""
    if not isinstance(value, Mapping) or depth > 3:
        return ""
    order = ("types", "svelte", "import", "default")
    return next(filter(None, (_types_in(value.get(key), depth + 1) for key in order)), "")


def _peers(manifest: Mapping[str, Any]) -> frozenset[str]:
    sections = (manifest.get(key) for key in ("peerDependencies", "dependencies"))
    return frozenset(str(name) for section in sections if isinstance(section, Mapping) for name in section)


def _place_of(name: str, root: Path, folder: str) -> Path | None:
    """Where a package is installed: in the nearest `node_modules`, up to the project's own."""
    while True:
        place = root / folder / "node_modules" / name
        if (place / "package.json").is_file():
            return place
        if not folder:
            return None
        folder = dirname(folder)
