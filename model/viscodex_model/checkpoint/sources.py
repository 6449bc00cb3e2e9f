"""Resolves a model to a local folder, downloading from a hub if needed: safetensors, JSON and text files, never a
pickle.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from viscodex_model.core.errors import UserError

# Weights, settings, the tokenizer's merges, and the card, which states the licence.
PATTERNS = ("*.safetensors", "*.json", "merges.txt", "*.jinja", "README.md", "LICENSE*")
_LIGHT_PATTERNS = tuple(pattern for pattern in PATTERNS if pattern != "*.safetensors")
_HUB_ID = re.compile(r"[\w.-]+/[\w.-]+")
_HEADER_LIMIT = 100_000_000
_HEADER_GUESS = 64_000
# None: the hub, or what HF_ENDPOINT names.
ENDPOINT: str | None = None


@dataclass(frozen=True)
class Source:
    """A checkpoint on this machine: `label` as the user wrote it, `revision` a commit where it came from the hub."""

    label: str
    folder: Path
    revision: str | None = None


def fetch(label: str, revision: str | None, *, headers_only: Path | None = None) -> Source:
    """Make the checkpoint `label` available as a folder, downloading it if it is a hub id.

    With `headers_only` (an empty folder to use), only the small files and the shards' headers are downloaded; the
    shards in that folder are hollow, and good for planning alone.

    Raises:
        UserError: no such folder or model, no safetensors in it, no access, no network.
    """
    folder = Path(label).expanduser()
    if folder.is_dir():
        return Source(label, folder, _cached_revision(folder))
    if not _HUB_ID.fullmatch(label) or label.startswith("."):
        raise UserError(
            f"There is no folder {label}, and it is not a hub id (owner/name) either. Make the folder first, or name "
            "another one."
        )
    return _fetch_from_hub(label, revision, headers_only)


def _cached_revision(folder: Path) -> str | None:
    """The commit, where `folder` is a snapshot in the hub's cache."""
    resolved = folder.resolve()
    is_commit = re.fullmatch(r"[0-9a-f]{40}", resolved.name) is not None
    return resolved.name if is_commit and resolved.parent.name == "snapshots" else None


def _fetch_from_hub(label: str, revision: str | None, headers_only: Path | None) -> Source:
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    try:
        return _download(label, revision, headers_only)
    except HfHubHTTPError as error:
        raise UserError(
            f"{label} cannot be had from the hub: {str(error).splitlines()[0]} Check the name, and `hf auth login`."
        ) from error
    except (httpx2.HTTPError, OSError) as error:
        cached = _cached(label, revision)
        if cached is not None:
            return cached
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise UserError(f"{label} is no local folder, and the hub cannot be reached: {reason}") from error


def _download(label: str, revision: str | None, headers_only: Path | None) -> Source:
    from huggingface_hub import HfApi, snapshot_download

    info = HfApi(endpoint=ENDPOINT).model_info(label, revision=revision, files_metadata=True)
    sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
    _require_safetensors(label, sizes)
    patterns = list(PATTERNS if headers_only is None else _LIGHT_PATTERNS)
    got = Path(snapshot_download(label, revision=info.sha, allow_patterns=patterns, endpoint=ENDPOINT))
    if headers_only is None:
        return Source(label, got, info.sha)
    return Source(label, _hollow(label, str(info.sha), got, sizes, headers_only), info.sha)


def _cached(label: str, revision: str | None) -> Source | None:
    """What an earlier download left in the hub's cache, if it holds weights."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        patterns = list(PATTERNS)
        found = snapshot_download(label, revision=revision, allow_patterns=patterns, local_files_only=True)
    except LocalEntryNotFoundError:
        return None
    folder = Path(found)
    return Source(label, folder, folder.name) if any(folder.glob("*.safetensors")) else None


def _require_safetensors(label: str, sizes: dict[str, int]) -> None:
    if not any(name.endswith(".safetensors") for name in sizes):
        raise UserError(
            f"{label} has no safetensors files on the hub. Pickle files can run code when they are opened: refused."
        )


def _hollow(label: str, revision: str, small: Path, sizes: dict[str, int], folder: Path) -> Path:
    """Fill `folder` with the small files, and with shards of the right size that hold only their headers."""
    from huggingface_hub import HfFileSystem

    files = HfFileSystem(endpoint=ENDPOINT, skip_instance_cache=True)
    for path in small.iterdir():
        if path.is_file() and path.suffix != ".safetensors":
            (folder / path.name).write_bytes(path.read_bytes())
    for name in (name for name in sizes if name.endswith(".safetensors") and "/" not in name):
        with files.open(f"{label}@{revision}/{name}", "rb", block_size=_HEADER_GUESS) as remote:
            head = remote.read(8)
            head += remote.read(min(int.from_bytes(head, "little"), _HEADER_LIMIT))
        with (folder / name).open("wb") as local:
            local.write(head)
            local.truncate(sizes[name])
    return folder
