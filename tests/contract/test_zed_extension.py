"""Zed's extension compiles to WebAssembly against the signatures that it uses; its crate cannot be had by the tests."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGET = "wasm32-unknown-unknown"
# Debian's own compiler comes with the target by its package libstd-rust-dev-wasm32.
RUSTC = shutil.which("rustc", path="/usr/bin") or shutil.which("rustc")


def has_target() -> bool:
    """Whether there is a compiler here that can make WebAssembly."""
    if RUSTC is None:
        return False
    asked = [RUSTC, "--print", "target-libdir", "--target", TARGET]
    told = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    return bool(told) and any(Path(told).glob("libstd-*.rlib"))


@pytest.mark.skipif(not has_target(), reason="no Rust with the target wasm32-unknown-unknown here")
def test_the_extension_compiles(tmp_path: Path) -> None:
    """Without a warning, to a module of WebAssembly."""
    common = [str(RUSTC), "--edition", "2021", "--target", TARGET, "-D", "warnings"]
    crate = tmp_path / "libzed_extension_api.rlib"
    stand_in = ROOT / "tests" / "fixtures" / "machine" / "zed_extension_api.rs"
    made = ["--crate-type", "rlib", "--crate-name", "zed_extension_api", str(stand_in), "-o", str(crate)]
    subprocess.run([*common, *made], check=True)
    module = tmp_path / "viscodex.wasm"
    source = ROOT / "editors" / "zed" / "src" / "lib.rs"
    linked = [
        "--crate-type",
        "cdylib",
        "--extern",
        f"zed_extension_api={crate}",
        str(source),
        "-o",
        str(module),
    ]
    subprocess.run([*common, *linked], check=True)
    assert module.read_bytes().startswith(b"\0asm")
