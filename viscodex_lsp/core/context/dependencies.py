"""Reads the names of the packages that a project file depends on; never versions or addresses."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

MOST_NAMES = 60
LONGEST_FILE = 1_000_000

_PYTHON_NAME = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?)")
_NODE_NAME = re.compile(r"(?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*", re.IGNORECASE)
LONGEST_NAME = 100


def dependency_names(file_name: str, text: str) -> tuple[str, ...]:
    """The direct dependencies in a `package.json` or `pyproject.toml`, in the file's order, at most 60.

    In `pyproject.toml` these are PEP 621's, Poetry's and the dependency groups of PEP 735. A file that is
    damaged, too large (1 MB) or of another name has none. Never raises.
    """
    if len(text) > LONGEST_FILE:
        return ()
    name = file_name.replace("\\", "/").rpartition("/")[2]
    if name == "package.json":
        found = _node(_read_json(text))
    elif name == "pyproject.toml":
        found = _python(_read_toml(text))
    else:
        return ()
    return tuple(dict.fromkeys(found))[:MOST_NAMES]


def _node(package: Mapping[str, Any]) -> Iterator[str]:
    for section in ("dependencies", "peerDependencies", "devDependencies", "optionalDependencies"):
        for name in _table(package, section):
            if len(name) <= LONGEST_NAME and _NODE_NAME.fullmatch(name):
                yield name


def _python(project: Mapping[str, Any]) -> Iterator[str]:
    pep621 = _table(project, "project")
    yield from _required(pep621.get("dependencies"))
    for extra in _table(pep621, "optional-dependencies").values():
        # An extra may name the project itself, to take over another extra.
        yield from (name for name in _required(extra) if name != pep621.get("name"))
    for group in _table(project, "dependency-groups").values():
        yield from _required(group)
    poetry = _table(_table(project, "tool"), "poetry")
    yield from _poetry(poetry)
    for group in _table(poetry, "group").values():
        yield from _poetry(group)


def _poetry(section: object) -> Iterator[str]:
    for table in ("dependencies", "dev-dependencies"):
        yield from _required([name for name in _table(section, table) if name.lower() != "python"])


def _required(requirements: object) -> Iterator[str]:
    """The names at the beginning of requirements such as `pygls>=2; python_version > "3"`."""
    for requirement in requirements if isinstance(requirements, list) else ():
        match = _PYTHON_NAME.match(requirement) if isinstance(requirement, str) else None
        if match:
            yield match[1]


def _table(parent: object, name: str) -> Mapping[str, Any]:
    child = parent.get(name) if isinstance(parent, Mapping) else None
    return child if isinstance(child, Mapping) else {}


def _read_json(text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _read_toml(text: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}
