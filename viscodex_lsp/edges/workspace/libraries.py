"""The components of the libraries that a project depends on, read from the types in `node_modules`.

Only packages that a `package.json` of the workspace names are looked at, and only so far. One that takes longer than a
round is read on with the next refresh, and kept on disk when it is whole.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from posixpath import dirname
from typing import Any, Final

from viscodex_lsp.core.components.codec import decode, encode
from viscodex_lsp.core.components.configs import read_json
from viscodex_lsp.core.components.nouns import Component, FileFacts, NgModule
from viscodex_lsp.core.components.roles import one_a_tag
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.language.data.traits import nodes
from viscodex_lsp.edges.workspace.library_types import LONGEST, Types, entries
from viscodex_lsp.edges.workspace.store import Kept
from viscodex_lsp.edges.workspace.texts import read_text

MOST_LIBRARIES: Final = 24
MOST_COMPONENTS: Final = 400
MOST_ROUNDS: Final = 6
"""Rounds after which a library is left at what is known of it: half a minute of work."""
_MOST_SNIFFED: Final = 12
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

    The rows of those that were read to their end come back; those that were not stay in `begun`, as long as they are
    named and there.
    """
    rows: list[tuple[str, int, int, bytes]] = []
    packages = list(workspace.packages.values())
    wanted = {name: package.folder for package in packages for name in sorted(package.dependencies)}
    own = {package.name for package in packages}
    for name in begun.keys() - wanted.keys():
        del begun[name]
    for name, folder in wanted.items():
        skipped = name in _NO_COMPONENTS or name in own or name.startswith(("@types/", "eslint-", "@babel/"))
        if skipped or (name in workspace.libraries and name not in begun):
            continue
        if name not in begun and sum(map(bool, workspace.libraries.values())) >= MOST_LIBRARIES:
            continue
        place = _place_of(name, root, folder)
        stamp = _stamp_of(place) if place is not None else None
        if place is None or stamp is None:
            begun.pop(name, None)
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
            else:
                workspace.half_read.add(name)
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
        self.name, self.rounds, self._types = name, 0, Types(place, name)
        manifest = read_json(read_text(place / "package.json", most=LONGEST))
        self._entries = list(entries(manifest, name, place))
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
        modules: list[tuple[str, NgModule]] = []
        for module, entry in self._entries:
            framework = _named_in(module) or self._framework
            for exported, component in self._types.exports(entry):
                if isinstance(component, NgModule):
                    modules.append((module, component))
                    continue
                called = component.name if exported == "default" else exported
                # Of two of a name in a library for Angular, one that can be listed by itself is of more use.
                known = found.get(f"{framework} {called}")
                is_known = known is not None and (known.standalone or not component.standalone)
                if not called[:1].isupper() or is_known or len(found) >= MOST_COMPONENTS:
                    continue
                tags = one_a_tag(component.name) if framework == "angular" else (called,)
                for number, tag in enumerate(tags):
                    # A selector names the element that it is an attribute of.
                    element = tag.partition("[")[0] if "[" in tag else ""
                    found[f"{framework} {called}{number or ''}"] = replace(
                        component,
                        name=tag,
                        native=element or component.native,
                        exported=exported,
                        framework=framework,
                        file=module,
                    )
        return tuple(each if each.standalone else _by_module(each, modules) for each in found.values())


def _named_in(module: str) -> str:
    """The framework that a part of a package is for, where it serves several: "kit/svelte"."""
    parts = module.split("/")[1:]
    return next((mine for _, mine in _PEERS if mine in parts), "")


def _by_module(component: Component, modules: Sequence[tuple[str, NgModule]]) -> Component:
    """A component that cannot be listed by itself, with the module that brings it in its place; the smallest one."""
    bringing = [
        (len(module.exports), home != component.file, home, module.name)
        for home, module in modules
        if component.class_name in module.exports
    ]
    if not bringing:
        return component
    _, _, home, name = min(bringing)
    return replace(component, file=home, exported=name, class_name=name, standalone=True)


def _framework(manifest: Mapping[str, Any], place: Path, entries: Sequence[str]) -> str:
    """Which framework a library is for: by what it needs beside it, else by what its types import."""
    peers = _peers(manifest)
    told = next((mine for peer, mine in _PEERS if peer in peers), "")
    if not told and any(peer.startswith("@angular/") for peer in peers):
        return "angular"
    if told or "svelte" in manifest or re.search(r"[\"']svelte[\"']\s*:", str(manifest.get("exports"))):
        return told or "svelte"
    # What only passes on is looked through: its first files import what the library is for.
    files = [place / entry for entry in entries[:_MOST_SNIFFED]]
    texts = "".join(read_text(file, most=LONGEST) for file in files)
    passed = (file.parent / f"{module}.d.ts" for file in files[1:] or files for module in _passed_on(file))
    texts += "".join(read_text(file, most=LONGEST) for file in islice(passed, _MOST_SNIFFED))
    return next((mine for peer, mine in _PEERS if re.search(rf"from ['\"]{peer}['\"]", texts)), "")


def _passed_on(file: Path) -> list[str]:
    return re.findall(r"from ['\"](\./[\w./-]+?)(?:\.[mc]?js)?['\"]", read_text(file, most=LONGEST))


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
