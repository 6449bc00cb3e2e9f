"""What every test shares: patience, and one place for what is left behind.

hypothesis has no deadlines, since a busy machine is no fault. With CI in the environment it draws the same examples
every time, so that a change is judged by what it changes.
"""

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")


def pytest_configure() -> None:
    """A run that is told to end does so as after Ctrl+C: its fixtures end the servers and browsers that they began."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def place_for_a_while(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Temporary files, and those of every program that is started, lie in pytest's own folder, which it removes."""
    place = str(tmp_path_factory.mktemp("t"))  # short, for the sockets in it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", place)
        patch.setattr(tempfile, "tempdir", place)
        yield
