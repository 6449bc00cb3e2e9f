"""Benchmarks read from files that hold anything: samples, samples with a reason, or a sentence; never a crash."""

import gzip
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from huggingface_hub.errors import LocalEntryNotFoundError
from hypothesis import example, given, settings
from hypothesis import strategies as st
from viscodex_model.core.errors import UserError
from viscodex_model.evaluate.benchmarks.registry import find_benchmark, find_data

scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
KEYS = """problem_id question images input_output inputs outputs data_split idx code id cases prompt_path lang
    grading keywords blank_filling similarity content"""
keys = st.sampled_from(KEYS.split())
things = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=6),
    max_leaves=12,
)
records = st.dictionaries(keys, things, max_size=8)


def load(name: str, file: str, content: Any) -> Any:
    """The samples of a folder that holds just this file, or the sentence."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        (Path(folder) / "prompt.txt").write_text("?")
        try:
            return find_benchmark(name).load(path if name == "chartmimic" else path.parent)
        except UserError as error:
            return str(error)


def is_told(found: Any) -> Any:
    """A sentence, or samples of which each has a question or the reason why not."""
    return bool(found) if isinstance(found, str) else all(s.question or s.problem for s in found)


@settings(max_examples=150)
@given(records | things)
def test_any_problem_is_a_sample_or_a_sentence(record: Any) -> None:
    """MMCode's lines may hold any JSON."""
    assert is_told(load("mmcode", "test.jsonl", json.dumps(record).encode()))


@settings(max_examples=150)
@given(records | things)
def test_any_case_is_a_sample_or_a_sentence(record: Any) -> None:
    """InfiBench's cases may hold any YAML."""
    content = {**record, "prompt_path": "prompt.txt"} if isinstance(record, dict) else record
    assert is_told(load("infibench", "eval_1.yaml", yaml.safe_dump(content).encode()))


@settings(max_examples=150)
@given(records | things)
@example({"idx": "longer than any file system takes " * 10, "code": ""})
def test_any_chart_is_a_sample_or_a_sentence(record: Any) -> None:
    """ChartMimic's lines may hold any JSON."""
    assert is_told(load("chartmimic", "test.jsonl", json.dumps(record).encode()))


@settings(max_examples=150)
@given(st.binary(max_size=60))
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("mmcode", "test.jsonl"),
        ("mmcode", "test.jsonl.gz"),
        ("mmcode", "test.json"),
        ("infibench", "eval_1.yaml"),
        ("infibench", "suite_1.yaml"),
        ("chartmimic", "test.jsonl"),
        ("design2code", "1.html"),
    ],
)
def test_any_bytes_are_samples_or_a_sentence(name: str, file: str, content: Any) -> None:
    """A file that is no text, or breaks off, does not end in a crash."""
    assert is_told(load(name, file, content))


def test_data_is_fetched_from_the_hub_by_its_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a path it is the published set's id, with one that is no path the given id."""
    asked = []

    def download(name: str, *, repo_type: str) -> Any:
        asked.append((name, repo_type))
        return str(tmp_path)

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    assert find_data(find_benchmark("mmcode"), None) == tmp_path
    assert find_data(find_benchmark("mmcode"), "someone/copy") == tmp_path
    assert asked == [("likaixin/MMCode", "dataset"), ("someone/copy", "dataset")]


def test_a_hub_that_is_away_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a network the sentence says what to do."""

    def fail(*_: Any, **__: Any) -> None:
        raise LocalEntryNotFoundError("offline")

    monkeypatch.setattr("huggingface_hub.snapshot_download", fail)
    with pytest.raises(UserError, match="Download it yourself and give its folder with --data"):
        find_data(find_benchmark("mmcode"), None)


def test_an_archive_that_breaks_off_is_said(tmp_path: Path) -> None:
    """Half a download is a sentence that says so."""
    whole = gzip.compress(b'{"problem_id": 1}\n' * 50)
    (tmp_path / "test.jsonl.gz").write_bytes(whole[:-20])
    with pytest.raises(UserError, match="Download it again"):
        find_benchmark("mmcode").load(tmp_path)
