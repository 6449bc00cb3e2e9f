"""Ctrl+C in a terminal ends at once what was started there, though nothing more is typed."""

import json
import os
import signal
import subprocess
import sys

import pytest

pytest.importorskip("mcp")
pytest.importorskip("acp")
pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"
)

# What each asks first, and a word of the answer.
FIRST = {
    "mcp": (
        {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "a person", "version": "1"},
        },
        b"serverInfo",
    ),
    "acp": ({"protocolVersion": 1, "clientCapabilities": {}}, b"agentCapabilities"),
}
# The terminal that is standard input becomes this program's own, so that its keys become signals.
IN_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, sys.argv[1:])
"""


@pytest.mark.parametrize("verb", FIRST)
def test_a_server_that_waits_for_its_client_ends(verb: str) -> None:
    """Its exit status says that it was interrupted."""
    params, answered = FIRST[verb]
    question = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": params})
    person, terminal = os.openpty()
    command = [sys.executable, "-c", IN_A_TERMINAL, sys.executable, "-m", "viscodex_lsp", verb]
    with subprocess.Popen(command, stdin=terminal, stdout=terminal, start_new_session=True) as process:
        os.close(terminal)
        try:
            os.write(person, question.encode() + b"\n")
            seen = b""
            while answered not in seen:
                more = os.read(person, 4096)
                assert more
                seen += more
            os.write(person, b"\x03")
            assert process.wait(60) == 130
        finally:
            process.send_signal(signal.SIGKILL)
            os.close(person)
