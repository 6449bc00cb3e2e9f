"""Parses HTML, JSX, TypeScript and Vue into the JSON trees of their own parsers, with the packages of a node_modules
folder, in the sandbox."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from viscodex_model.core.sandbox.confinement import MEBIBYTE, Limits
from viscodex_model.core.sandbox.run import run_sandboxed
from viscodex_model.evaluate.instruments.frontend.components import CannotBuildHere
from viscodex_model.evaluate.instruments.toolchains import find_toolchain

_PARSER = Path(__file__).parents[1] / "sandboxed" / "parse_code.mjs"
# A tree is some sixty times as long as its source.
_LIMITS = Limits(seconds=60, address_space_bytes=256 << 30, output_bytes=256 * MEBIBYTE)
_PACKAGES: Mapping[str, str] = {
    "html": "parse5",
    "jsx": "@babel/parser",
    "ts": "@babel/parser",
    "vue": "@vue/compiler-dom",
}


def missing_parser(kinds: Iterable[str], packages: Path | None) -> str | None:
    """What keeps sources of these kinds from being parsed on this machine; None where nothing does."""
    wanted = sorted({_PACKAGES[kind] for kind in kinds})
    if packages is None or not packages.is_dir():
        return f"syntax trees need a node_modules folder with {' and '.join(wanted)}: name it with --packages"
    lacking = next((name for name in wanted if not (packages / name).exists()), None)
    return find_toolchain("javascript").problem or (
        f"the package {lacking} is not in {packages}" if lacking else None
    )


def parse_all(sources: Sequence[tuple[str, str]], packages: Path | None) -> list[dict[str, Any] | None]:
    """The tree of each source, which is a kind (`html`, `jsx`, `ts`, `vue`) and a text; None where it does not parse.

    Raises:
        CannotBuildHere: node, the folder or a package is missing, or the trees are beyond all measure.
    """
    missing = missing_parser([kind for kind, _ in sources], packages)
    if packages is None or missing is not None:
        raise CannotBuildHere(str(missing))
    node = find_toolchain("javascript")
    folder = packages.resolve()
    outcome = run_sandboxed(
        ["node", "/input/parse_code.mjs", str(folder)],
        files={"parse_code.mjs": _PARSER.read_bytes()},
        stdin=json.dumps([{"kind": kind, "text": text} for kind, text in sources]).encode(),
        read_only=(*node.folders, folder),
        environment=node.environment,
        limits=_LIMITS,
    )
    if not outcome.ok:
        raise CannotBuildHere(f"the parsers failed: {outcome.explain()}")
    try:
        trees: list[dict[str, Any] | None] = json.loads(outcome.output)
    except (ValueError, RecursionError) as error:
        raise CannotBuildHere("the trees are too long or too deep") from error
    return trees
