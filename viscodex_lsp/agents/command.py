"""`viscodex-lsp mcp` and `viscodex-lsp acp`: what is needed is there, then the server runs until its client leaves."""

import argparse
import os
import stat
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.installation import install_command
from viscodex_lsp.edges.logs import start_logging
from viscodex_lsp.ports import real_ports
from viscodex_lsp.verbs.shell_settings import read_settings


def serve_mcp(arguments: argparse.Namespace) -> int:
    """Serve MCP on standard input and output, or with `--http` on the loopback; exit status 0.

    Raises:
        UsageError: the package is not installed, or a flag cannot be meant.
    """
    _require("mcp")
    from viscodex_lsp.agents.mcp_server import create_mcp_server
    from viscodex_lsp.agents.mcp_transport import serve_http, serve_stdio
    from viscodex_lsp.agents.work import Work

    start_logging("info")
    work = Work(real_ports(), read_settings(arguments), read_only=arguments.read_only)
    server = create_mcp_server(work, named_roots=_roots(arguments.root))

    async def serve() -> None:
        try:
            await (serve_stdio(server) if arguments.http is None else serve_http(server, port=arguments.http))
        finally:
            await work.close()

    event_loop.run(serve())
    return 0


def serve_acp(arguments: argparse.Namespace) -> int:
    """Serve one ACP client on standard input and output; exit status 0.

    Raises:
        UsageError: the package is not installed, a flag cannot be meant, or no editor is there.
    """
    _require("acp")
    _require_an_editor()
    from acp import run_agent

    from viscodex_lsp.agents.acp_agent import AcpAgent

    start_logging("info")
    agent = AcpAgent(real_ports(), read_settings(arguments), named_roots=_roots(arguments.root))

    async def serve() -> None:
        try:
            await run_agent(cast(Any, agent))
        finally:
            await agent.close()

    event_loop.run(serve())
    return 0


def _require(package: str) -> None:
    if find_spec(package) is None:
        raise UsageError(f"The package {package} is not installed. Run: {install_command('agents')}")


def _require_an_editor() -> None:
    # The package waits for both ends in its event loop, which takes no files on this kind of system.
    if sys.platform == "win32":
        return
    for number, name in enumerate(("input", "output")):
        mode = os.fstat(number).st_mode
        if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(number)):
            raise UsageError(
                f"An editor speaks with viscodex-lsp acp through pipes, and standard {name} is none. Name the command "
                "in the editor's settings."
            )


def _roots(named: list[str]) -> list[Path]:
    missing = [name for name in named if not Path(name).is_dir()]
    if missing:
        raise UsageError(f"--root {missing[0]} is no folder. Name the project's folder.")
    return [Path(name) for name in named]
