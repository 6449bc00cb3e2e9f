"""How a file would import a component: from which module, under which name, as default or not."""

from collections import Counter
from dataclasses import dataclass, replace
from posixpath import dirname, relpath
from typing import Final

from viscodex_lsp.core.components.nouns import Component, Use
from viscodex_lsp.core.components.workspace import Origin, Workspace

_KEPT_ENDINGS: Final = (".vue", ".svelte")
_Evidence = Counter[tuple[str, str, str]]
"""How often files import a component: by the module as written, the file that it leads to, and the name there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A component as one file may use it: `name` there, and how it is brought in. `module` is "" where its tag
    alone is written; `used` tells how many other files are seen to use it."""

    component: Component
    name: str
    module: str
    default: bool = False
    used: int = 0

    @property
    def binding(self) -> str:
        """The name as an import lists it, with what it is exported as where that differs."""
        exported = self.component.exported
        return self.name if exported in {self.name, "default"} else f"{exported} as {self.name}"

    def statement(self, quote: str, *, semicolon: bool) -> str:
        """The import; "" where none is needed."""
        if not self.module:
            return ""
        bound = self.name if self.default else f"{{ {self.binding} }}"
        return f"import {bound} from {quote}{self.module}{quote}{';' if semicolon else ''}"


def offer_for(component: Component, path: str, workspace: Workspace, own: tuple[Use, ...]) -> Offer | None:
    """How the file `path`, which imports `own` already, would use a component; None where it cannot import it."""
    if component.framework in {"element"} or not component.exported:
        return Offer(component, component.name, "")
    evidence = _evidence(component, workspace)
    package, home = workspace.package_of(path), workspace.package_of(component.file)
    if home != package and home is not None:
        return _of_package(component, workspace, path, len(evidence))
    file, exported = _door(component, path, workspace, own, evidence)
    module = _specifier(file, path, workspace, own, evidence)
    used = sum(evidence.values())
    name = component.name if component.framework != "angular" else component.class_name
    return Offer(_exported_as(component, exported), name, module, exported == "default", used)


def _exported_as(component: Component, exported: str) -> Component:
    return component if component.exported == exported else replace(component, exported=exported)


def _of_package(component: Component, workspace: Workspace, path: str, used: int) -> Offer | None:
    """From another package of the same repository, by its name, where that is a dependency and passes it on."""
    own, home = workspace.package_of(path), workspace.package_of(component.file)
    if own is None or home is None or not home.name or home.name not in own.dependencies:
        return None
    entry = workspace.resolve(home.name, path)
    if entry is None or workspace.origin(entry, component.name) != Origin(component.file, component.exported):
        return None
    return Offer(_exported_as(component, component.name), component.name, home.name, False, used)


def _evidence(component: Component, workspace: Workspace) -> _Evidence:
    """How other files import it."""
    found: _Evidence = Counter()
    wanted = Origin(component.file, component.exported)
    name = component.class_name if component.framework == "angular" else component.name
    for user in workspace.users(name):
        for use in workspace.facts(user).uses:
            if use.name != name:
                continue
            file = workspace.resolve(use.module, user)
            for exported in (name, "default") if file is not None else ():
                if workspace.origin(file or "", exported) == wanted:
                    found[(use.module, file or "", exported)] += 1
                    break
    return found


def _door(
    component: Component,
    path: str,
    workspace: Workspace,
    own: tuple[Use, ...],
    evidence: _Evidence,
) -> tuple[str, str]:
    """The file to import from, its own or a barrel, and the name there."""
    direct = (component.file, component.exported)
    if evidence:
        doors = Counter[tuple[str, str]]()
        for (_, file, exported), count in evidence.items():
            doors[(file, exported)] += count
        best = doors.most_common(1)[0][0]
        if not _inside_of(best[0], path):
            return best
    imported = {workspace.resolve(use.module, path) for use in own}
    for barrel, name in workspace.barrels(component.file, component.exported):
        # Inside its folder a barrel would lead in a circle.
        if barrel in imported and not _inside_of(barrel, path):
            return barrel, name
    return direct


def _inside_of(barrel: str, path: str) -> bool:
    """Whether a barrel's folder holds the file that imports."""
    folder = dirname(barrel)
    is_barrel = barrel.rpartition("/")[2].startswith("index.")
    return is_barrel and (not folder or path.startswith(f"{folder}/"))


def _specifier(
    file: str,
    path: str,
    workspace: Workspace,
    own: tuple[Use, ...],
    evidence: _Evidence,
) -> str:
    """The module as this file writes it: by an alias or relative, as its other imports are, else as other files do."""
    aliased = _by_alias(file, path, workspace)
    prefixes = tuple(alias.prefix for alias in workspace.aliases_for(path) if alias.prefix)
    mine = [use.module for use in own if use.module.startswith((".", *prefixes))]
    if aliased and any(not module.startswith(".") for module in mine):
        return _with_ending(aliased, mine)
    relative = _relative(file, path)
    if not any(module.startswith(".") for module in mine):
        others = [module for (module, found, _), _ in evidence.most_common() if found == file]
        if aliased and others and not others[0].startswith("."):
            return others[0] if workspace.resolve(others[0], path) == file else aliased
        if aliased and not others and _is_far(relative):
            return aliased
        mine = mine or others
    return _with_ending(relative, mine)


def _is_far(relative: str) -> bool:
    return relative.startswith("../..")


def _by_alias(file: str, path: str, workspace: Workspace) -> str:
    plain = _without_ending(file)
    for alias in workspace.aliases_for(path):
        if not alias.prefix:
            continue
        if alias.prefix.endswith("/") and plain.startswith(alias.target):
            found = alias.prefix + plain[len(alias.target) :]
        elif plain == _without_ending(alias.target) or (plain == "" and alias.target == ""):
            found = alias.prefix
        else:
            continue
        if workspace.resolve(found, path) == file:
            return found
    return ""


def _relative(file: str, path: str) -> str:
    plain = _without_ending(file)
    found = relpath(plain or ".", dirname(path) or ".")
    return found if found.startswith(".") else f"./{found}"


def _without_ending(file: str) -> str:
    """The path as a module has it: without `.tsx`, without `/index`; Vue and Svelte keep their endings."""
    if file.endswith(_KEPT_ENDINGS):
        return file
    folder, _, name = file.rpartition("/")
    stem = name.rpartition(".")[0] if "." in name else name
    if stem == "index":
        return folder
    return f"{folder}/{stem}" if folder else stem


def _with_ending(module: str, others: list[str]) -> str:
    """With `.js` at its end where the other imports have it, as Node's own modules need it."""
    relative = [other for other in others if other.startswith(".")]
    complete = bool(relative) and all(other.endswith(".js") for other in relative)
    return f"{module}.js" if complete and not module.endswith(_KEPT_ENDINGS) else module
