"""What other processes hold, though they come and go."""

import os
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
