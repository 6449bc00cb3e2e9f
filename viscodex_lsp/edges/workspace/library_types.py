"""The files of types of a package in `node_modules`: which there are, and what their exports lead to, within bounds.

A path is one in the package; one in another package that it passes on begins with that package's name and `::`.
"""

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname
from typing import Any, Final

from viscodex_lsp.core.components.configs import inside, read_json
from viscodex_lsp.core.components.facts import read_facts, read_types
from viscodex_lsp.core.components.inherited_props import whole
from viscodex_lsp.core.components.nouns import Component, FileFacts, NgModule
from viscodex_lsp.core.errors import TooHardToParse
from viscodex_lsp.core.language.patience import ended_by
from viscodex_lsp.edges.workspace.texts import read_text

MOST_FILES: Final = 1_200
MOST_ENTRIES: Final = 200
MOST_OTHERS: Final = 100
SECONDS: Final = 5.0
"""The processor time of one round."""
LONGEST: Final = 4_000_000
_COMPILED: Final = re.compile(r"\.[mc]?js$")
_ENDINGS: Final = (".d.ts", "/index.d.ts", ".d.mts", "/index.d.mts")


class Types:
    """The type files of the package `name` and of those it passes on, read as far as their exports lead.

    `cut_off` says that a round ended before all was read.
    """

    def __init__(self, place: Path, name: str) -> None:
        self._places = {"": place}
        self._name, self._read = name, dict[str, FileFacts]()
        self._modules: dict[str, dict[str, str]] = {}
        self._passed: dict[str, dict[str, Component | NgModule]] = {}
        self._hard: set[str] = set()
        self.cut_off, self._end = False, 0.0

    def begin_round(self) -> None:
        """Go on for so long; what was read is kept."""
        self.cut_off, self._end = False, time.thread_time() + SECONDS

    def exports(self, path: str) -> Iterator[tuple[str, Component | NgModule]]:
        """Names, and the components and modules of Angular that a file exports by them; its barrels are followed."""
        yield from self._exports(path, set())

    def _exports(self, path: str, seen: set[str]) -> Iterator[tuple[str, Component | NgModule]]:
        if path in seen:
            return
        seen.add(path)
        facts = self._facts(path)
        for component in facts.components:
            found = whole(component, path, facts=self._facts, resolve=self._resolve_near)
            # Who takes props that are not listed takes content too.
            yield component.exported, replace(found, children=found.children or found.open)
        yield from ((module.name, module) for module in facts.modules)
        for passed in facts.reexports:
            inner = self._resolve(passed.module, path)
            if inner is None:
                continue
            if passed.name == "*":
                # `export *` leaves the default export behind.
                yield from (each for each in self._exports(inner, seen) if each[0] != "default")
            elif (given := self._all(inner).get(passed.name)) is not None:
                yield passed.exported, given

    def _all(self, path: str) -> dict[str, Component | NgModule]:
        """All that a file exports, by name; kept, since barrels take one name after the other from it."""
        if path not in self._passed:
            found: dict[str, Component | NgModule] = {}
            self._passed[path] = found  # a file that leads back to itself gets what is known of it
            for name, component in self._exports(path, set()):
                found.setdefault(name, component)
            if self.cut_off:
                del self._passed[path]
            return found
        return self._passed[path]

    def _facts(self, path: str) -> FileFacts:
        if path not in self._read:
            if len(self._read) >= MOST_FILES:
                return FileFacts()
            if time.thread_time() > self._end:
                self.cut_off = True
                return FileFacts()
            text = read_text(self._file(path), most=LONGEST)
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

    def _file(self, path: str) -> Path:
        package, _, rest = path.rpartition("::")
        return self._places[package] / rest

    def _resolve_near(self, module: str, importer: str) -> str | None:
        """The file of a module of the same package, by a path from the file that names it."""
        package, _, rest = importer.rpartition("::")
        place = inside(dirname(rest), module) if module.startswith(".") else None
        if place is None:
            return None
        plain = _COMPILED.sub("", place)
        for candidate in (*(plain + ending for ending in _ENDINGS), f"{place}.d.ts", place):
            if (self._places[package] / candidate).is_file():
                return f"{package}::{candidate}" if package else candidate
        return None

    def _resolve(self, module: str, importer: str) -> str | None:
        """The same, and the file of a module of this package or of another one, by their names."""
        if module.startswith("."):
            return self._resolve_near(module, importer)
        name = "/".join(module.split("/")[: 2 if module.startswith("@") else 1])
        package = "" if name == self._name else name
        if package not in self._places:
            place = _beside(self._places[importer.rpartition("::")[0]], name)
            if place is None or len(self._places) > MOST_OTHERS:
                return None
            self._places[package] = place
        if package not in self._modules:
            place = self._places[package]
            manifest = read_json(read_text(place / "package.json", most=LONGEST))
            self._modules[package] = dict(entries(manifest, name, place))
        file = self._modules[package].get(module)
        if not file or not (self._places[package] / file).is_file():
            return None
        return f"{package}::{file}" if package else file


def _beside(place: Path, name: str) -> Path | None:
    """Where a package is installed that the one in `place` needs; links are followed, as package managers make them."""
    real = place.resolve()
    for folder in (real, *real.parents):
        found = folder / "node_modules" / name
        if (found / "package.json").is_file():
            return found
    return None


def entries(manifest: Mapping[str, Any], name: str, place: Path) -> Iterator[tuple[str, str]]:
    """Modules of a package and the files of their types: the package itself, then its parts."""
    told = _told(manifest)
    if told:
        yield name, told
    exports = manifest.get("exports")
    if not told and exports is None:
        yield from _by_place(manifest, name, place)
    if isinstance(exports, str) or (
        isinstance(exports, Mapping) and not any(key[:1] == "." for key in exports)
    ):
        exports = {".": exports}
    parts = exports.items() if isinstance(exports, Mapping) else ()
    for key, value in list(parts)[:MOST_ENTRIES]:
        types = _types_in(value)
        if types and (key == "." or key.startswith("./")):
            for part in _parts(types, place) if "*" in key else ("",):
                yield name + key[1:].replace("*", part), inside("", types.replace("*", part)) or ""


def _told(manifest: Mapping[str, Any]) -> str:
    """The file of types that a `package.json` names outside of `exports`; "" where it names none."""
    told = next((manifest[key] for key in ("types", "typings") if isinstance(manifest.get(key), str)), "")
    return inside("", told) or "" if told else ""


def _by_place(manifest: Mapping[str, Any], name: str, place: Path) -> Iterator[tuple[str, str]]:
    """Modules of a package that names no types: those beside its main file, and its folders that are modules by a
    `package.json` of their own."""
    main = manifest.get("main")
    beside = _COMPILED.sub("", inside("", main) or "") + ".d.ts" if isinstance(main, str) else ""
    own = next((file for file in (beside, "index.d.ts") if file and (place / file).is_file()), "")
    if own:
        yield name, own
        return
    for folder in _names_in(place):
        types = _told(read_json(read_text(place / folder / "package.json", most=LONGEST)))
        if types and (place / folder / types).is_file():
            yield f"{name}/{folder}", f"{folder}/{types}"


def _parts(types: str, place: Path) -> list[str]:
    """What the `*` of a pattern such as `./*/index.d.ts` or `./*.d.ts` stands for in a package."""
    before, _, after = types.partition("*")
    folder, _, start = before.rpartition("/")
    ending = "" if after.startswith("/") else after
    names = [
        each.removesuffix(ending)[len(start) :]
        for each in _names_in(place / folder)
        if each.startswith(start)
    ]
    return [each for each in names if (place / types.replace("*", each)).is_file()][:MOST_ENTRIES]


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in os.scandir(folder))[:MOST_FILES]
    except OSError:
        return []


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
