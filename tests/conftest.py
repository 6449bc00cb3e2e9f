"""What every test shares: patience, and one place for what is left behind.

hypothesis has no deadlines, since a busy machine is no fault. With CI in the environment it draws the same examples
every time, so that a change is judged by what it changes.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")


def pytest_configure() -> None:
    """A run that is told to end does so as after Ctrl+C: its fixtures end the servers and browsers that they began.

    A shell starts what it puts into the background with Ctrl+C ignored, which all that the tests start would inherit.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where two processes share the tests by groups, a folder's tests are one: they share servers and windows."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0].rpartition("/")[0]))


@pytest.fixture(scope="session", autouse=True)
def place_for_a_while(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Temporary files, and those of every program that is started, lie in pytest's own folder, which it removes.

    There too is the local server that tests share, which is no other run's and not the person's own.
    """
    place = str(tmp_path_factory.mktemp("t"))  # short, for the sockets in it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", place)
        patch.setattr(tempfile, "tempdir", place)
        patch.setenv("XDG_RUNTIME_DIR", place)
        yield
        if Path(place, "viscodex-lsp").is_dir():
            subprocess.run(
                [sys.executable, "-m", "viscodex_lsp", "local", "stop"], capture_output=True, check=False
            )
