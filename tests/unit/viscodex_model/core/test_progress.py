"""Progress bars: drawn on a terminal alone."""

import io
from typing import Any

import pytest
from viscodex_model.core.progress import ByteProgress, Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> Any:
        return True


@pytest.mark.parametrize(("kind", "shown"), [(Progress, "5/10"), (ByteProgress, "5/10 bytes")])
def test_steps_that_are_done_are_shown(kind: Any, shown: str) -> None:
    """Steps counted one by one and told in all add up to what the bar says, with what is done named."""
    stream = Terminal()
    with kind(10, "scoring", stream=stream) as progress:
        progress.report(4)
        progress.advance()
    assert "scoring" in stream.getvalue()
    assert shown in stream.getvalue()


@pytest.mark.parametrize("kind", [Progress, ByteProgress])
def test_a_file_gets_no_bar(kind: Any) -> None:
    """Where the output is no terminal nothing is drawn, and the time is kept all the same."""
    stream = io.StringIO()
    with kind(10, "scoring", stream=stream) as progress:
        progress.advance()
    assert stream.getvalue() == ""
    assert progress.seconds > 0.0
