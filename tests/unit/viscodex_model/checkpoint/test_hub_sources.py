"""Sources on the hub, played by a small server on the loopback: what is downloaded, and what never is."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import torch
from viscodex_model.checkpoint import sources
from viscodex_model.checkpoint.index import read_index
from viscodex_model.core.errors import UserError

from tests.fixtures.models.tiny_checkpoints import tiny_vlm

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(ThreadingHTTPServer):
    """Serves the files of one folder as the model `owner/name`; remembers what it was asked for and gave.

    `given` counts the bytes of each file, `asked` lists the paths; a file in `cut` breaks off in the middle, once.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.folder = folder
        self.given: dict[str, int] = {}
        self.asked: list[str] = []
        self.cut: set[str] = set()


class Answer(BaseHTTPRequestHandler):
    """The few answers of the hub that a download needs."""

    server: Hub

    def do_GET(self) -> None:
        """Model information, the tree, or a file (with a range)."""
        path = self.path.split("?")[0]
        self.server.asked.append(path)
        if "/resolve/" in path and path.startswith("/owner/name/"):
            return self._file(path.rsplit("/", 1)[1])
        if path.startswith("/api/models/owner/name"):
            return self._json(self._tree() if "/tree/" in path else self._information())
        return self._plain(404, b"")

    do_HEAD = do_GET  # noqa: N815 (the name that http.server calls)

    def do_POST(self) -> None:
        """`paths-info`: what the file system asks of single files."""
        length = int(self.headers["Content-Length"])
        wanted = self.rfile.read(length).decode()
        self._json([entry for entry in self._tree() if str(entry["path"]) in wanted])

    def log_message(self, *_arguments: object) -> None:
        """Keep quiet."""

    def _tree(self) -> list[dict[str, object]]:
        paths = sorted(self.server.folder.iterdir())
        return [
            {"type": "file", "path": path.name, "size": path.stat().st_size, "oid": f"{number:040x}"}
            for number, path in enumerate(paths)
        ]

    def _information(self) -> dict[str, object]:
        siblings = [{"rfilename": entry["path"], "size": entry["size"]} for entry in self._tree()]
        return {"id": "owner/name", "modelId": "owner/name", "sha": COMMIT, "siblings": siblings, "tags": []}

    def _json(self, content: object) -> None:
        self._plain(200, json.dumps(content).encode(), {"Content-Type": "application/json"})

    def _file(self, name: str) -> None:
        path = self.server.folder / name
        if not path.is_file():
            return self._plain(404, b"")
        content = path.read_bytes()
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{name}"', "Accept-Ranges": "bytes"}
        span = self.headers.get("Range")
        if span is None:
            return self._plain(200, content, headers, name)
        first, last = span.removeprefix("bytes=").split("-")
        part = content[int(first) : int(last) + 1 if last else None]
        headers["Content-Range"] = f"bytes {first}-{int(first) + len(part) - 1}/{len(content)}"
        return self._plain(206, part, headers, name)

    def _plain(
        self, status: int, content: bytes, headers: dict[str, str] | None = None, name: str = ""
    ) -> None:
        sent = content
        if self.command == "HEAD":
            sent = b""
        elif name in self.server.cut:
            self.server.cut.remove(name)
            sent, self.close_connection = content[: len(content) // 2], True
        # Noted first: the client may go on as soon as it has the headers.
        if self.command != "HEAD":
            self.server.given[name] = self.server.given.get(name, 0) + len(sent)
        self.send_response(status)
        for key, value in {**(headers or {}), "Content-Length": str(len(content))}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(sent)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has a vision-language model, a pickle and a script in one repository."""
    import huggingface_hub.constants as constants

    folder = tiny_vlm(tmp_path / "remote", dtype=torch.float32)
    (folder / "training_args.bin").write_bytes(b"pickle")
    (folder / "modeling.py").write_text("import os")
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    server = Hub(folder)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setattr(sources, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    yield server
    server.shutdown()
    server.server_close()


def test_weights_and_settings_are_downloaded_and_nothing_else(hub: Hub) -> None:
    """A model comes whole, at a named commit, without pickles and code."""
    source = sources.fetch("owner/name", None)
    assert source.revision == COMMIT
    names = {path.name for path in source.folder.iterdir()}
    assert {"model.safetensors", "config.json", "tokenizer.json", "README.md"} <= names
    assert not {"training_args.bin", "modeling.py"} & names
    assert read_index(source.folder).entries.keys() == read_index(hub.folder).entries.keys()


def test_the_revision_that_was_named_is_the_one_that_comes(hub: Hub) -> None:
    """A branch or tag is looked up, and every file is then asked for by the commit it stood for."""
    source = sources.fetch("owner/name", "v1.1")
    assert source.revision == COMMIT
    assert any(path.endswith("/revision/v1.1") for path in hub.asked)
    files = [path for path in hub.asked if "/resolve/" in path]
    assert files
    assert all(f"/resolve/{COMMIT}/" in path for path in files)


def test_a_download_that_breaks_off_goes_on(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the connection breaks in the middle of the weights, the rest is asked for, and not all of it again."""
    # What came is kept in pieces of this size: as many for the tiny file as there are of a real one.
    monkeypatch.setattr("huggingface_hub.constants.DOWNLOAD_CHUNK_SIZE", 1 << 16)
    weights = hub.folder / "model.safetensors"
    hub.cut.add(weights.name)
    source = sources.fetch("owner/name", None)
    assert (source.folder / weights.name).read_bytes() == weights.read_bytes()
    assert hub.cut == set()
    assert hub.given[weights.name] < weights.stat().st_size + (1 << 16)


def test_for_a_plan_only_headers_are_downloaded(hub: Hub, tmp_path: Path) -> None:
    """A plan has every tensor's name, shape and place from the headers; of the weights little is read."""
    weights = hub.folder / "model.safetensors"
    hollow = tmp_path / "hollow"
    hollow.mkdir()
    source = sources.fetch("owner/name", None, headers_only=hollow)
    wanted = {entry.name: (entry.shape, entry.start) for entry in read_index(hub.folder).entries.values()}
    found = {entry.name: (entry.shape, entry.start) for entry in read_index(source.folder).entries.values()}
    assert found == wanted
    assert hub.given["model.safetensors"] < weights.stat().st_size / 2


def test_a_model_of_pickles_is_refused(hub: Hub) -> None:
    """A repository without safetensors is refused before anything is downloaded."""
    (hub.folder / "model.safetensors").rename(hub.folder / "pytorch_model.bin")
    with pytest.raises(UserError, match="has no safetensors files on the hub"):
        sources.fetch("owner/name", None)
    assert "pytorch_model.bin" not in hub.given


def test_a_model_that_is_not_there_is_a_sentence(hub: Hub) -> None:
    """An unknown id is said with what to check, and no traceback."""
    with pytest.raises(UserError, match="owner/other cannot be had from the hub"):
        sources.fetch("owner/other", None)
    assert hub.given.keys() == {""}


def test_without_a_network_the_cache_will_do(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody answers, the sentence says so; but what was downloaded before is used."""
    there = sources.ENDPOINT
    monkeypatch.setattr(sources, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(UserError, match="the hub cannot be reached"):
        sources.fetch("owner/name", COMMIT)
    assert hub.given == {}
    monkeypatch.setattr(sources, "ENDPOINT", there)
    source = sources.fetch("owner/name", COMMIT)
    monkeypatch.setattr(sources, "ENDPOINT", "http://127.0.0.1:9")
    assert sources.fetch("owner/name", COMMIT) == source
