"""What other processes hold, though they come and go."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from viscodex_lsp.edges.processes import own_bytes_of_family


def test_a_child_that_ended_meanwhile_hides_nobody_elses_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser's tab ends while its family is looked at: the others are counted all the same."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    ended = psutil.Process(child.pid)
    child.communicate(b"\n")
    monkeypatch.setattr(psutil.Process, "children", lambda *_, **__: [ended])
    assert own_bytes_of_family(os.getpid()) > 2**20


def test_a_process_that_has_ended_holds_nothing() -> None:
    """0, and no error."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    assert own_bytes_of_family(child.pid) == 0


WAITS = """
import asyncio, signal, sys
from viscodex_lsp.edges import event_loop, processes
processes.END_SECONDS = 0.1
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
processes.end_orderly_when_asked()

def waits():
    print("waits", flush=True)
    sys.stdin.read()

event_loop.run(asyncio.to_thread(waits))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_what_cannot_end_in_order_is_ended_all_the_same() -> None:
    """As where a thread waits for input that never comes: no second request is needed, whatever was ignored before."""
    command = [sys.executable, "-c", WAITS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate()
        assert process.wait() == -signal.SIGALRM
