"""How this installation came to be: when its code last changed, and the command that adds an extra to it as it was
installed: from a folder, a wheel, a repository or an index (PEP 610, `direct_url.json`), by pip or by uv.
"""

import json
import shlex
import sys
import time
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "viscodex-lsp"


def code_changed_at(package: str) -> float:
    """When a module of `package` was last written, or this project last installed: seconds since 1970; 0 if unknown.

    An installer may keep the times that modules had elsewhere, but it writes its record anew. What lies in the future
    comes from another machine's clock, and says nothing.
    """
    spec = find_spec(package)
    roots = spec.submodule_search_locations if spec is not None else None
    files = [file for root in roots or () for file in Path(root).rglob("*.py")]
    try:
        installed = distribution(NAME)
        site = Path(str(installed.locate_file("")))
        files.append(site / f"{NAME.replace('-', '_')}-{installed.version}.dist-info" / "RECORD")
    except PackageNotFoundError:  # run from a folder that was never installed
        pass
    now = time.time()
    return max((at for at in map(_written_at, files) if at <= now), default=0.0)


def _written_at(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def install_command(extra: str) -> str:
    """The command for a shell, quoted for it, that installs `viscodex-lsp[extra]` into this Python's environment."""
    try:
        installed = distribution(NAME)
    except PackageNotFoundError:  # run from a folder that was never installed
        return command_for(extra, origin={}, installer="pip", python=sys.executable)
    origin = _origin(installed)
    installer = (installed.read_text("INSTALLER") or "pip").strip()
    return command_for(extra, origin=origin, installer=installer, python=sys.executable)


def command_for(extra: str, *, origin: Mapping[str, Any], installer: str, python: str) -> str:
    """See `install_command`.

    Args:
        origin: The content of `direct_url.json`; empty for an index.
        installer: The content of `INSTALLER`.
        python: This environment's interpreter.
    """
    words = (
        ["uv", "pip", "install", "--python", python]
        if installer == "uv"
        else [python, "-m", "pip", "install"]
    )
    if origin.get("dir_info", {}).get("editable"):
        words.append("--editable")
    words.append(_requirement(extra, origin))
    command = " ".join(_quoted(word) for word in words)
    # PowerShell, the usual shell of Windows, takes a word in quotes for a text unless it is called.
    return f"& {command}" if command.startswith('"') else command


def _requirement(extra: str, origin: Mapping[str, Any]) -> str:
    url = str(origin.get("url", ""))
    if url.startswith("file:"):
        return f"{url2pathname(urlsplit(url).path)}[{extra}]"
    if vcs := origin.get("vcs_info"):
        return f"{NAME}[{extra}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}"
    return f"{NAME}[{extra}] @ {url}" if url else f"{NAME}[{extra}]"


def _origin(installed: Distribution) -> Mapping[str, Any]:
    try:
        origin = json.loads(installed.read_text("direct_url.json") or "{}")
    except ValueError:
        return {}
    url = str(origin.get("url", ""))
    moved = url.startswith("file:") and not Path(url2pathname(urlsplit(url).path)).exists()
    return {} if moved else origin


def _quoted(word: str) -> str:
    if sys.platform == "win32":  # cmd and PowerShell both take double quotes
        return f'"{word}"' if set(word) & set(" []@&()") else word
    return shlex.quote(word)
