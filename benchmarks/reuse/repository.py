"""What a repository of the benchmark is: files, a page with a mark in it, and which component stands for what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

MARK: Final = "<<<HERE>>>"


@dataclass(frozen=True, slots=True)
class Repository:
    """`roles` maps button, input, card and link to the tag of the project's component; `library` is the package of npm
    that the components come from, "" for its own."""

    name: str
    framework: str
    files: Mapping[str, str]
    page: str
    roles: Mapping[str, str]
    library: str = ""
    token: str = ""
    style: str = "jsx"
    more: Mapping[str, str] = field(default_factory=dict)


def package(name: str, *needed: str) -> str:
    """A `package.json`."""
    listed = ", ".join(f'"{each}": "*"' for each in needed)
    return f'{{"name": "{name}", "private": true, "dependencies": {{{listed}}}}}'
