"""Starts the page: what is needed is there, a free port of the loopback, a token in the address."""

import argparse
import os
import secrets
import sys
import webbrowser
from importlib.util import find_spec

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.installation import install_command
from viscodex_lsp.edges.logs import start_logging
from viscodex_lsp.edges.loopback import LOOPBACK, listen_on_loopback
from viscodex_lsp.ports import real_ports
from viscodex_lsp.verbs.shell_settings import read_settings


def serve_web(arguments: argparse.Namespace) -> int:
    """Print the page's address and serve it until it is interrupted; exit status 0.

    Raises:
        UsageError: a package is not installed, or the port is taken.
    """
    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        raise UsageError(
            f"The page needs {' and '.join(missing)}, which is not installed. Run: {install_command('web')}"
        )
    settings = read_settings(arguments)
    listener = listen_on_loopback(arguments.port, advice="Name another with --port.")
    token = secrets.token_urlsafe(24)
    address = f"http://{LOOPBACK}:{listener.getsockname()[1]}/{token}/"
    start_logging("warning")
    print(
        f"VisCodex is at {address}\nThe address is for you alone. Ctrl+C ends it; nothing is kept.",
        flush=True,
    )
    if not arguments.no_open and _has_screen():
        webbrowser.open(address)

    import uvicorn

    from viscodex_lsp.web.app import build_app
    from viscodex_lsp.web.work import Work

    work = Work(real_ports(), settings)
    # Access logs would hold the token.
    config = uvicorn.Config(build_app(work, token), log_level="warning", access_log=False, lifespan="off")
    config.timeout_graceful_shutdown = 1
    try:
        event_loop.run(uvicorn.Server(config).serve([listener]))
    finally:
        work.ports.close()
    return 0


def _has_screen() -> bool:
    """Whether a browser would open in a window; in a terminal it would take the place of this program."""
    on_a_desktop = sys.platform in ("win32", "darwin")
    return on_a_desktop or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
