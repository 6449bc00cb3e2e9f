"""The command that adds an extra to this installation, as it was installed: from a folder, a wheel, a repository or an
index (PEP 610, `direct_url.json`), by pip or by uv.
"""

import json
import shlex
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

NAME = "viscodex-lsp"


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
