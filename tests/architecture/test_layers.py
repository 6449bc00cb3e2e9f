"""The house stands as designed: layers, purity, size, one maker of checked patches."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "viscodex_lsp"
MODEL = ROOT / "model" / "viscodex_model"
SOURCES = sorted([*SERVER.rglob("*.py"), *MODEL.rglob("*.py")])

IMPURE = {
    "asyncio",
    "os",
    "pathlib.Path",
    "pygls",
    "lsprotocol",
    "random",
    "shutil",
    "socket",
    "subprocess",
    "time",
}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def modules_imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_import_contracts_hold() -> None:
    """Every contract of import-linter in pyproject.toml is kept: layers, independence, lightness."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_folder_of_folders_has_a_contract() -> None:
    """Which way imports run between the parts of a folder is written down, and a new part has to take its place."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    written = {
        container
        for contract in settings["contracts"]
        if contract["type"] == "layers" and contract.get("exhaustive")
        for container in contract["containers"]
    }
    modules = {path.parent for path in SOURCES}
    holding = {
        ".".join(folder.relative_to(package.parent).parts)
        for package in (SERVER, MODEL)
        for folder in modules
        if folder.is_relative_to(package) and any(inner.parent == folder for inner in modules)
    }
    assert len(holding) > 25
    assert holding <= written


def test_the_core_is_pure() -> None:
    """No file, socket, clock, environment or pygls in core, and no import from the layers above it."""
    core = [path for path in SOURCES if path.is_relative_to(SERVER / "core")]
    assert len(core) > 300
    impure = [
        (name_of(path), name)
        for path in core
        for name in modules_imported(path)
        if not IMPURE.isdisjoint((name, name.partition(".")[0]))
        or (name.startswith("viscodex_lsp") and not name.startswith("viscodex_lsp.core"))
    ]
    assert impure == []


def test_only_the_checks_make_checked_patches() -> None:
    """Only core/checks/checks.py calls `CheckedPatch(…)`, so no unchecked reply reaches an editor."""
    makers = {
        path.relative_to(SERVER).as_posix()
        for path in SERVER.rglob("*.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CheckedPatch"
    }
    assert makers == {"core/checks/checks.py"}


def test_every_file_is_a_small_room_with_a_sign() -> None:
    """A file has at most 300 lines, says at its top what it is for, and has a name that says something."""
    assert len(SOURCES) > 1000
    assert [name_of(path) for path in SOURCES if len(path.read_text().splitlines()) > 300] == []
    assert [name_of(path) for path in SOURCES if not ast.get_docstring(parsed(path))] == []
    assert [name_of(path) for path in SOURCES if path.stem in BANNED_NAMES] == []


def test_no_function_is_longer_than_a_screen() -> None:
    """A function has at most 50 lines, in the benchmarks too."""
    long = [
        f"{name_of(path)}: {node.name}"
        for path in [*SOURCES, *(ROOT / "benchmarks").rglob("*.py")]
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert long == []


def test_the_server_starts_without_heavy_imports() -> None:
    """Importing the server loads none of the packages that only a job needs."""
    heavy = (
        "PIL",
        "mss",
        "huggingface_hub",
        "jeepney",
        "pydantic",
        "tree_sitter",
        "httpx2",
        "torch",
        "numpy",
    )
    code = (
        "import sys, viscodex_lsp.cli, viscodex_lsp.server.server; "
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_folder_has_about_fifteen_modules_or_says_why_not() -> None:
    """More than fifteen modules beside `__init__` and `__main__` need a reason, which begins with their number."""
    numbers = {16: "Sixteen", 17: "Seventeen", 18: "Eighteen"}
    for door in [path for path in SOURCES if path.name == "__init__.py"]:
        modules = [path for path in door.parent.glob("*.py") if not path.stem.startswith("__")]
        if len(modules) > 15:
            assert f"\n{numbers[len(modules)]} modules" in door.read_text(), door.parent
