"""Makes a page of a React, Vue or Angular component, with the packages of a node_modules folder, in the sandbox."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from viscodex_model.core.confinement import Limits
from viscodex_model.core.sandbox import run_sandboxed
from viscodex_model.evaluate.instruments.toolchains import find_toolchain

Framework = Literal["react", "vue", "angular"]
_BUILDER = Path(__file__).parent / "sandboxed" / "build_component.mjs"
# Go, in which the bundler is written, and V8 reserve far more addresses than they use.
_LIMITS = Limits(seconds=60, address_space_bytes=256 << 30, file_bytes=256 << 20)
_NEEDED = frozenset(
    (
        *("esbuild", "react", "react-dom", "react-dom/client", "vue", "@vue/compiler-sfc", "zone.js"),
        *(f"@angular/{name}" for name in ("core", "common", "compiler", "platform-browser")),
    )
)
"""Without these nothing can be built; any other package is the component's own choice."""


class NotBuilt(Exception):
    """The component does not compile; `str(error)` is the compiler's first word about it."""


class CannotBuildHere(Exception):
    """Something is missing on this machine, so that nothing is known of the component; `str(error)` says what."""


def build_page(framework: Framework, files: Mapping[str, str], packages: Path | None) -> str:
    """A page that shows the component, with all its scripts in it.

    Args:
        files: The component's source by kind: `jsx`, `vue`, or `html` and `ts`.
        packages: A node_modules folder with esbuild, the framework and what the component imports.

    Raises:
        NotBuilt: it does not compile.
        CannotBuildHere: node, the folder or a package is missing.
    """
    if packages is None or not packages.is_dir():
        raise CannotBuildHere(
            f"{framework} components need a node_modules folder with esbuild and the framework: name it with --packages"
        )
    node = find_toolchain("javascript")
    if node.problem:
        raise CannotBuildHere(node.problem)
    folder = packages.resolve()
    outcome = run_sandboxed(
        ["node", "/input/build_component.mjs", framework, str(folder)],
        files={"build_component.mjs": _BUILDER.read_bytes()},
        stdin=json.dumps(dict(files)).encode(),
        read_only=(*node.folders, folder),
        environment=node.environment,
        limits=_LIMITS,
    )
    if outcome.ok:
        return outcome.output.decode("utf-8", "replace")
    said = outcome.errors.decode("utf-8", "replace").strip() or outcome.explain()
    first, _, rest = said.partition("\n")
    if first.startswith("missing:"):
        name = first.removeprefix("missing:")
        if name in _NEEDED:
            raise CannotBuildHere(f"the package {name} is not in {packages}")
        raise NotBuilt(f"it imports {name}, which is not among the packages")
    raise NotBuilt(f"{first} {rest}".strip()[:300])
