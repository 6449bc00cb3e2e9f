"""Where a template of Angular may use a component: what its own component, or the module that declares it, lists.

A template cannot import: its component does, in `@Component({ imports: [...] })`, or the `@NgModule` that declares it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname
from typing import TYPE_CHECKING, Final

from viscodex_lsp.core.components.configs import inside
from viscodex_lsp.core.components.nouns import Component, NgModule
from viscodex_lsp.core.components.reading.angular import decorator_options, listed_in
from viscodex_lsp.core.components.reading.source import Script, read_script, string_of
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.language.grammars import text_of
from viscodex_lsp.core.nouns import Document

if TYPE_CHECKING:
    from tree_sitter import Node

STANDALONE_BY_DEFAULT: Final = 19
"""The first version of Angular whose components are standalone unless they say otherwise."""
_MOST_CANDIDATES: Final = 8
_MOST_MODULES: Final = 200

Known = tuple[str, str]
"""A class by its name and by the file, or the library's module, that it comes from."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The decorator that lists what a template may use. `options` is the object it is given, `array` the value of its
    `imports`, None where there is none yet; `closed` says that it is no array, so that nothing can be added by rule."""

    path: str
    document: Document
    script: Script
    options: "Node"
    array: "Node | None" = None
    closed: bool = False
    known: frozenset[Known] = field(default_factory=frozenset)


def scripts_of(workspace: Workspace, template: str) -> tuple[str, ...]:
    """The files in which the listing of a template may stand: its component's, and those of modules around it."""
    own = f"{template.removesuffix('.html')}.ts"
    beside = (path for path in workspace.beside(template) if path.endswith(".ts"))
    owners = [path for path in dict.fromkeys((own, *beside)) if path in workspace.paths][:_MOST_CANDIDATES]
    classes = [each.class_name for path in owners for each in workspace.facts(path).components]
    users = [user for name in classes for user in workspace.users(name) if workspace.facts(user).modules]
    return tuple(dict.fromkeys((*owners, *users)))


def read_listing(workspace: Workspace, template: str, scripts: Mapping[str, Document]) -> Listing | None:
    """The listing of a template; None where its component is not found, or nobody can use it."""
    for path, document in scripts.items():
        script = read_script(document.text, "typescript")
        if script is None:
            continue
        for name in script.values:
            options = decorator_options(name, script, "Component")
            url = string_of(options.get("templateUrl"))
            if url and inside(dirname(path), url) == template:
                return _listing_of(workspace, name, options, path, scripts, script)
    return None


def _listing_of(
    workspace: Workspace,
    name: str,
    options: "dict[str, Node]",
    path: str,
    scripts: Mapping[str, Document],
    script: Script,
) -> Listing | None:
    for user in workspace.users(name):
        module = next((each for each in workspace.facts(user).modules if name in each.declarations), None)
        if module is not None and user in scripts:
            return _of_module(workspace, module, user, scripts[user])
    told = text_of(options.get("standalone"))
    package = workspace.package_of(path)
    new = package is None or package.angular is None or package.angular >= STANDALONE_BY_DEFAULT
    if told == "false" or not (told == "true" or "imports" in options or new):
        return None
    return _of_options(workspace, options, path, scripts[path], script)


def _of_module(workspace: Workspace, module: NgModule, path: str, document: Document) -> Listing | None:
    script = read_script(document.text, "typescript")
    options = decorator_options(module.name, script, "NgModule") if script is not None else {}
    if script is None or not options:
        return None
    return _of_options(workspace, options, path, document, script)


def _of_options(
    workspace: Workspace, options: "dict[str, Node]", path: str, document: Document, script: Script
) -> Listing | None:
    given = next(iter(options.values())).parent
    whole = given.parent if given is not None else None
    if whole is None:
        return None
    array = options.get("imports")
    names = (*listed_in(array), *listed_in(options.get("declarations")))
    known = frozenset(_reached(workspace, path, names))
    closed = array is not None and array.type != "array"
    return Listing(path, document, script, whole, None if closed else array, closed, known)


def _reached(workspace: Workspace, path: str, names: Sequence[str]) -> Iterator[Known]:
    """The classes that these names of a file stand for, and those that modules among them export."""
    waiting = [(path, name) for name in names]
    seen = set[tuple[str, str]]()
    while waiting and len(seen) < _MOST_MODULES:
        file, name = waiting.pop(0)
        if (file, name) in seen:
            continue
        seen.add((file, name))
        home = home_of(workspace, file, name)
        yield name, home
        module = next((each for each in workspace.facts(home).modules if each.name == name), None)
        waiting += [(home, each) for each in module.exports] if module is not None else []


def home_of(workspace: Workspace, file: str, name: str) -> str:
    """The file, or the library's module, that a name of a file comes from."""
    use = next((use for use in workspace.facts(file).uses if use.name == name), None)
    if use is None:
        return file
    resolved = workspace.resolve(use.module, file)
    origin = workspace.origin(resolved, name) if resolved is not None else None
    return origin.file if origin is not None else resolved or use.module


def may_use(listing: Listing, component: Component) -> bool:
    """Whether what is listed already lets the template use a component; where it is not known which module of its
    library brings it, any of them is taken to."""
    wanted = (component.class_name, component.file)
    return wanted in listing.known or (
        not component.class_name.endswith("Module")
        and any(home == component.file and name.endswith("Module") for name, home in listing.known)
    )


def bringing(workspace: Workspace, listing: Listing, component: Component) -> Component | None:
    """What must be listed for a component: itself, or as a component the module that exports it; None where neither can
    be."""
    if listing.closed:
        return None
    for user in workspace.users(component.class_name):
        for module in workspace.facts(user).modules:
            declares = component.class_name in module.declarations
            if declares and home_of(workspace, user, component.class_name) == component.file:
                passed = component.class_name in module.exports and user != listing.path
                return _as_component(module) if passed else None
    return component if component.standalone else None


def _as_component(module: NgModule) -> Component:
    return Component(module.name, module.name, "angular", file=module.file, class_name=module.name)
