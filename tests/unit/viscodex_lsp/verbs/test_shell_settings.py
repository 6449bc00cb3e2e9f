"""Settings in a shell: where they come from, and how sentences name them."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.settings import Settings, setting_names
from viscodex_lsp.verbs.shell_settings import in_shell_words, read_settings


def settings(*changes: str, file: Path | None = None) -> Settings:
    return read_settings(argparse.Namespace(changes=list(changes), settings=str(file) if file else None))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VISCODEX_SERVER_URL", "VISCODEX_MODEL"):
        monkeypatch.delenv(name, raising=False)


def test_flags_go_before_the_environment_and_that_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each source overrides the next, setting by setting."""
    file = tmp_path / "s.json"
    file.write_text(
        json.dumps({"server": {"url": "http://file/v1", "model": "of-file"}, "request": {"maxTokens": 7}})
    )
    assert settings(file=file).server.url == "http://file/v1"
    monkeypatch.setenv("VISCODEX_SERVER_URL", "http://environment/v1")
    assert settings(file=file).server.url == "http://environment/v1"
    found = settings("server.url=http://flag/v1", "viscodex.request.stallSeconds = 2.5", file=file)
    assert (found.server.url, found.server.model) == ("http://flag/v1", "of-file")
    assert (found.request.max_tokens, found.request.stall_seconds) == (7, 2.5)


@pytest.mark.parametrize(
    "content",
    [
        {"viscodex": {"request": {"maxTokens": 7}}},
        {"viscodex.request.maxTokens": 7, "editor.fontSize": 12},
        {"request.maxTokens": 7},
    ],
)
def test_a_file_may_be_an_editors(content: Any, tmp_path: Path) -> None:
    """Nested or by whole names, as editors keep them."""
    file = tmp_path / "s.json"
    file.write_text(json.dumps(content))
    assert settings(file=file).request.max_tokens == 7


@pytest.mark.parametrize(
    "change", ["maxTokens=3", "request.maxTokens", "request.nothing=1", "=", "request.maxTokens=many"]
)
def test_a_change_that_is_none_is_told(change: str) -> None:
    """A wrong name or value is wrong usage, with how to write it."""
    with pytest.raises(UsageError):
        settings(change)


@pytest.mark.parametrize("content", [{"truth": {"mood": "off"}}, {"viscodex.truth.mood": "off"}])
def test_a_misspelt_setting_in_a_file_is_told(content: Any, tmp_path: Path) -> None:
    """What would have no effect is named, with where the right names stand."""
    file = tmp_path / "s.json"
    file.write_text(json.dumps(content))
    with pytest.raises(UsageError, match=r"truth\.mood.*viscodex-lsp settings"):
        settings(file=file)


@pytest.mark.parametrize("content", ["", "[1]", "{", "\x00"])
def test_a_file_that_is_none_is_told(content: str, tmp_path: Path) -> None:
    """What is no object of settings is wrong usage, as is a file that is not there."""
    file = tmp_path / "s.json"
    file.write_text(content)
    with pytest.raises(UsageError, match=r"s\.json"):
        settings(file=file)
    with pytest.raises(UsageError, match="Cannot read"):
        settings(file=tmp_path / "none.json")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Raise viscodex.request.maxTokens.", "Raise request.maxTokens (--set request.maxTokens=…)."),
        (
            "Raise request.maxTokens, request.maxTokens.",
            "Raise request.maxTokens (--set request.maxTokens=…), request.maxTokens.",
        ),
        (
            "Check viscodex.server.url and viscodex.server.model.",
            "Check server.url (--set server.url=… or VISCODEX_SERVER_URL) and "
            "server.model (--set server.model=… or VISCODEX_MODEL).",
        ),
        ("Set VISCODEX_API_KEY, or the key in the editor's secret store.", "Set VISCODEX_API_KEY."),
        (
            "Copy it again into VISCODEX_API_KEY, or into the editor's secret store.",
            "Copy it again into VISCODEX_API_KEY.",
        ),
        ("Add --set truth.mode=tell.", "Add --set truth.mode=tell."),
        ("server.example.com and log.txt stay", "server.example.com and log.txt stay"),
    ],
)
def test_sentences_name_what_a_shell_can_set(sentence: str, told: str) -> None:
    """An editor's settings become flags and variables; other words stay."""
    assert in_shell_words(sentence) == told


def test_every_setting_can_be_named() -> None:
    """The names are those of the schema."""
    assert {"server.url", "request.maxTokens", "checks.repairAttempts"} <= setting_names()
