"""What a project's configuration says of names: path aliases, packages and what these depend on."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any, Final

MOST_ALIASES: Final = 50
LONGEST_CONFIG: Final = 500_000
CONFIG_NAME: Final = re.compile(
    r"package\.json|[jt]sconfig(?:\.[\w-]+)?\.json|(?:vite|svelte|nuxt|webpack|vue|astro)\.config\.[mc]?[jt]s"
)
_STRING_OR_COMMENT: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING: Final = re.compile(r",(\s*[}\]])")
# `"@": path.resolve(__dirname, "./src")`, `"@": fileURLToPath(new URL("./src", import.meta.url))`, `$ui: "src/ui"`
_IN_CODE: Final = re.compile(
    r"""["']?(?P<name>[@~#$][\w/-]*)["']?\s*:\s*+[^,\n"']*?(?:\(\s*(?:__dirname\s*,\s*)?(?:new URL\(\s*)?)?"""
    r"""["'](?P<target>[./\w-]+)["']"""
)
_ENTRIES: Final = ("source", "svelte", "module", "main", "types")


@dataclass(frozen=True, slots=True)
class Alias:
    """`prefix` at the beginning of a module stands for the folder or file `target` of the project; both end with "/"
    or both do not. It holds in files below `folder`."""

    folder: str
    prefix: str
    target: str

    def stands_at(self, module: str) -> bool:
        """Whether it is the beginning of a module, or all of it."""
        whole = self.prefix and not self.prefix.endswith("/")
        return module == self.prefix if whole else module.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Package:
    """A `package.json` of the project: its folder, name, entry files to try, and the packages it depends on.

    `angular` is the first number of the version of Angular that it asks for, None where it asks for none or any.
    """

    folder: str
    name: str
    entries: tuple[str, ...]
    dependencies: frozenset[str]
    angular: int | None = None


def read_aliases(path: str, text: str) -> tuple[Alias, ...]:
    """The aliases in a configuration file; `path` is its path in the project."""
    if len(text) > LONGEST_CONFIG:
        return ()
    folder, _, name = path.rpartition("/")
    found = _of_typescript(folder, text) if name.endswith(".json") else _of_code(folder, name, text)
    return tuple(alias for alias, _ in zip(found, range(MOST_ALIASES), strict=False))


def read_package(path: str, text: str) -> Package | None:
    """The package in a `package.json`; None where it cannot be read."""
    content = read_json(text)
    folder = path.rpartition("/")[0]
    if not content:
        return None
    sections = [content.get(each) for each in ("dependencies", "peerDependencies", "devDependencies")]
    names = [str(name) for section in sections if isinstance(section, Mapping) for name in section]
    entries = [str(content[key]) for key in _ENTRIES if isinstance(content.get(key), str)]
    entries += list(_exported(content.get("exports")))
    name = str(content.get("name") or "")
    return Package(folder, name, tuple(entries)[:10], frozenset(names[:500]), _angular(sections))


def _angular(sections: Iterable[object]) -> int | None:
    asked = [section.get("@angular/core") for section in sections if isinstance(section, Mapping)]
    found = next((re.search(r"\d+", text) for text in asked if isinstance(text, str)), None)
    return int(found[0]) if found is not None else None


def read_json(text: str) -> Mapping[str, Any]:
    """An object of JSON with comments and trailing commas; empty where it is none."""
    if len(text) > LONGEST_CONFIG:
        return {}
    plain = _STRING_OR_COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else " ", text)
    try:
        content = json.loads(_TRAILING.sub(r"\1", plain.removeprefix("\ufeff")))
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, Mapping) else {}


def _of_typescript(folder: str, text: str) -> Iterator[Alias]:
    options = read_json(text).get("compilerOptions")
    if not isinstance(options, Mapping):
        return
    base = options.get("baseUrl")
    start = inside(folder, base if isinstance(base, str) else ".")
    paths = options.get("paths")
    for pattern, targets in paths.items() if isinstance(paths, Mapping) else ():
        target = targets[0] if isinstance(targets, list) and targets else None
        if isinstance(target, str) and start is not None and pattern != "*":
            place = inside(start, target.removesuffix("*"))
            if place is not None:
                ends = "/" if target.endswith("/*") else ""
                yield Alias(folder, pattern.removesuffix("*"), place + ends)
    if isinstance(base, str) and start is not None:
        yield Alias(folder, "", f"{start}/" if start else "")


def _of_code(folder: str, name: str, text: str) -> Iterator[Alias]:
    for found in _IN_CODE.finditer(text):
        target = inside(folder, found["target"].lstrip("/"))
        if target is not None:
            yield Alias(folder, f"{found['name'].rstrip('/')}/", f"{target}/")
    if name.startswith("svelte."):
        lib = f"{folder}/src/lib" if folder else "src/lib"
        yield Alias(folder, "$lib/", f"{lib}/")
        yield Alias(folder, "$lib", lib)
    if name.startswith("nuxt."):
        for prefix in ("~/", "@/"):
            yield Alias(folder, prefix, f"{folder}/" if folder else "")


def _exported(exports: object, depth: int = 0) -> Iterator[str]:
    """The files of `exports["."]`, whatever the conditions."""
    if isinstance(exports, str):
        yield exports
    elif isinstance(exports, Mapping) and depth < 4:
        inner = exports.get(".", exports)
        for key, value in inner.items() if isinstance(inner, Mapping) else [("", inner)]:
            if not str(key).startswith("./"):
                yield from _exported(value, depth + 1)


def inside(folder: str, path: str) -> str | None:
    """A path from a folder of the project, without `.` and `..`; None where it leads out of the project."""
    whole = normpath(join(folder, path.replace("\\", "/"))) if folder or path else ""
    whole = "" if whole == "." else whole
    return None if whole.startswith(("..", "/")) else whole
