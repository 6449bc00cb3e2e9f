"""What the log promises: one place, one line, and never a key."""

import io
import logging
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viscodex_lsp.edges import logs
from viscodex_lsp.edges.logs import fingerprint, mask_keys, remember_secret, start_logging


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """The started log; the process's own set-up comes back afterwards."""
    monkeypatch.setattr(logs, "_secrets", set())
    root, ours = logging.getLogger(), logging.getLogger("viscodex_lsp")
    levels = root.level, ours.level
    stream = io.StringIO()
    handler = start_logging("info", stream=stream)
    yield stream
    root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


def test_the_level_is_ours_and_libraries_only_warn(log: io.StringIO) -> None:
    """Our lines appear from the chosen level on; a library's details never do."""
    ours, library = logging.getLogger("viscodex_lsp.server.jobs"), logging.getLogger("httpx2")
    ours.debug("hidden")
    ours.info("job 1: 1280x800 picture")
    library.info("POST with everything")
    library.warning("trouble")
    lines = log.getvalue().splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "INFO viscodex_lsp.server.jobs: job 1: 1280x800 picture",
        "WARNING httpx2: trouble",
    ]


def test_starting_again_replaces_the_handler(log: io.StringIO) -> None:
    """A changed level leaves one handler, so that no line is written twice."""
    again = io.StringIO()
    handler = start_logging("debug", stream=again)
    logging.getLogger("viscodex_lsp").debug("once")
    logging.getLogger().removeHandler(handler)
    assert log.getvalue() == ""
    assert again.getvalue().count("once") == 1


def test_a_key_is_masked_wherever_it_is(log: io.StringIO) -> None:
    """In the message, in an argument, in a traceback: a remembered key is never written."""
    remember_secret("s3cr3t-of-mine")
    ours = logging.getLogger("viscodex_lsp")
    ours.info("key s3cr3t-of-mine")
    ours.info("%s and %r", "s3cr3t-of-mine", {"k": "s3cr3t-of-mine"})
    try:
        raise ValueError("refused: s3cr3t-of-mine")
    except ValueError:
        ours.exception("failed")
    assert "s3cr3t" not in log.getvalue()
    assert log.getvalue().count("***") == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer abc.def-123", "Authorization: Bearer ***"),
        ("authorization=basic dXNlcjpwdw==", "authorization=basic ***"),
        ("token hf_abcdefghij1234 refused", "token *** refused"),
        ("Incorrect API key: sk-proj-abcDEF123456.", "Incorrect API key: ***."),
        ("https://user:pw@host/v1", "https://***@host/v1"),
        ("a bearer of news", "a bearer of news"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_what_looks_like_a_key_is_masked(text: str, expected: str) -> None:
    """Keys in the forms of the known services are masked without being known."""
    assert mask_keys(text) == expected


@given(before=st.text(max_size=20), key=st.text(min_size=4, max_size=40), after=st.text(max_size=20))
def test_any_remembered_key_is_masked(before: str, key: str, after: str) -> None:
    """Whatever characters a key has, once remembered it is in no text."""
    if key in "***" * 20 or key in before + "***" + after:
        return
    logs._secrets.clear()
    remember_secret(key)
    assert key not in mask_keys(before + key + after)
    logs._secrets.clear()


def test_a_short_secret_does_not_blank_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty or tiny key would mask half of every line; it is not remembered."""
    monkeypatch.setattr(logs, "_secrets", set())
    remember_secret("")
    remember_secret("a")
    assert mask_keys("a banana") == "a banana"


def test_contents_are_told_by_size_and_hash() -> None:
    """A log line about a picture holds its size and the beginning of its SHA-256."""
    assert fingerprint(b"abc") == "3 bytes, sha256 ba7816bf"
