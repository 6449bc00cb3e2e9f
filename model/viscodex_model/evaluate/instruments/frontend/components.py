"""Makes a page of a React, Vue or Angular component, with the packages of a node_modules folder, in the sandbox."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from viscodex_model.core.sandbox.confinement import Limits
from viscodex_model.core.sandbox.run import run_sandboxed
from viscodex_model.evaluate.instruments.toolchains import find_toolchain

Framework = Literal["react", "vue", "angular"]
_BUILDER = Path(__file__).parents[1] / "sandboxed" / "build_component.mjs"
# Go, in which the bundler is written, and V8 reserve far more addresses than they use.
_LIMITS = Limits(seconds=60, address_space_bytes=256 << 30, file_bytes=256 << 20)
# Without these nothing can be built; any other package is the component's own choice.
_NEEDED: Mapping[Framework, tuple[str, ...]] = {
    "react": ("esbuild", "react", "react-dom/client.js"),
    "vue": ("esbuild", "@vue/compiler-sfc", "vue"),
    "angular": (
        "esbuild",
        *(f"@angular/{name}" for name in ("core", "common", "compiler", "platform-browser")),
        "zone.js",
    ),
}


class NotBuilt(Exception):
    """The component does not compile; `str(error)` is the compiler's first word about it."""


class CannotBuildHere(Exception):
    """Something is missing on this machine, so that nothing is known of the component; `str(error)` says what."""


def missing_here(framework: Framework, packages: Path | None) -> str | None:
    """What keeps every component of `framework` from being built on this machine; None where nothing does."""
    if packages is None or not packages.is_dir():
        return (
            f"{framework} components need a node_modules folder with esbuild and the framework: "
            "name it with --packages"
        )
    problem = find_toolchain("javascript").problem
    lacking = next((name for name in _NEEDED[framework] if not (packages / name).exists()), None)
    return problem or (f"the package {lacking} is not in {packages}" if lacking else None)


def build_page(framework: Framework, files: Mapping[str, str], packages: Path | None) -> str:
    """A page that shows the component, with all its scripts in it.

    Args:
        files: The component's source by kind: `jsx`, `vue`, or `html` and `ts`.
        packages: A node_modules folder with esbuild, the framework and what the component imports.

    Raises:
        NotBuilt: it does not compile.
        CannotBuildHere: node, the folder or a package is missing.
    """
    missing = missing_here(framework, packages)
    if packages is None or missing is not None:
        raise CannotBuildHere(str(missing))
    node = find_toolchain("javascript")
    folder = packages.resolve()
    outcome = run_sandboxed(
        ["node", "/input/build_component.mjs", framework, str(folder)],
        files={"build_component.mjs": _BUILDER.read_bytes()},
        stdin=json.dumps(dict(files)).encode(),
        read_only=(*node.folders, folder),
        environment={**node.environment, "NODE_PATH": str(folder)},
        limits=_LIMITS,
    )
    if outcome.ok:
        return outcome.output.decode("utf-8", "replace")
    said = outcome.errors.decode("utf-8", "replace").strip() or outcome.explain()
    first, _, rest = said.partition("\n")
    if first.startswith("missing:"):
        raise NotBuilt(f"it imports {first.removeprefix('missing:')}, which is not among the packages")
    raise NotBuilt(f"{first} {rest}".strip()[:300])
