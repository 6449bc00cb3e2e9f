"""Ctrl+C in a terminal ends at once what was started there, though nothing more is typed."""

import json
import os
import signal
import subprocess
import sys

import pytest

pytest.importorskip("mcp")
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"
)

ASKS = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a person", "version": "1"},
    },
}
# The terminal that is standard input becomes this program's own, so that its keys become signals.
IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, sys.argv[1:])
"""


def test_an_mcp_server_that_waits_for_its_client_ends() -> None:
    """Its exit status says that it was interrupted."""
    person, terminal = os.openpty()
    command = [sys.executable, "-c", IN_A_TERMINAL, sys.executable, "-m", "viscodex_lsp", "mcp"]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, start_new_session=True) as process:
        os.close(terminal)
        try:
            os.write(person, json.dumps(ASKS).encode() + b"\n")
            seen = b""
            while b"serverInfo" not in seen:
                more = os.read(person, 4096)
                assert more
                seen += more
            os.write(person, b"\x03")
            assert process.wait(60) == 130
        finally:
            process.send_signal(signal.SIGKILL)
            os.close(person)
