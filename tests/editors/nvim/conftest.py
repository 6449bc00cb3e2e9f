"""The Neovims of these tests, and a workspace for them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fixtures.pictures.scenes import PAGE, png

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PLUGIN = ROOT / "editors" / "nvim"


@pytest.fixture(scope="session")
def installed_neovim() -> str:
    """The system's Neovim."""
    program = shutil.which("nvim")
    if program is None:
        pytest.skip("Neovim is not installed")
    return program


@pytest.fixture(scope="session")
def newer_neovim() -> str:
    """Neovim 0.10 from Debian 13."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-deb") is None:
        pytest.skip("Neovim 0.10 is fetched with apt-get and dpkg-deb, which are not installed")
    fetched = subprocess.run([HERE / "fetch_neovim.sh"], capture_output=True, text=True)
    if fetched.returncode:
        pytest.skip(f"Neovim 0.10 cannot be fetched: {fetched.stderr.strip()[-200:]}")
    return str(ROOT / "build" / "editors" / "neovim-0.10" / "nvim")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with a page, a page that links a picture, and the picture; another picture lies beside it."""
    folder = tmp_path / "site"
    folder.mkdir()
    (tmp_path / "elsewhere.png").write_bytes(png())
    (folder / "mock.png").write_bytes(png())
    (folder / "index.html").write_text(PAGE)
    (folder / "linked.html").write_text(PAGE.replace("\n\n", '\n      <img src="mock.png">\n'))
    return folder
