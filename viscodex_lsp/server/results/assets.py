"""Saves the pictures that an edit refers to: an editor's edit holds text alone, so the server writes them beside it.

An undo in the editor leaves them; an edit that is not applied takes them back.
"""

import contextlib

from viscodex_lsp.core.nouns import CheckedPatch
from viscodex_lsp.edges.documents import FileChange, changes_of, write_changes


def save_assets(checked: CheckedPatch) -> tuple[FileChange, ...]:
    """Write the pictures that are not there yet; what was written comes back.

    Raises:
        DocumentError: another file came in the place of one, or it cannot be written. Nothing was written.
    """
    if not checked.assets:
        return ()
    new = [change for change in changes_of(checked)[-len(checked.assets) :] if not _is_there(change)]
    write_changes(new)
    return tuple(new)


def take_back(saved: tuple[FileChange, ...]) -> None:
    """Remove what was saved for an edit that was not applied."""
    for change in saved:
        with contextlib.suppress(OSError):
            if _is_there(change):
                change.path.unlink()


def _is_there(change: FileChange) -> bool:
    try:
        return change.path.read_bytes() == change.data
    except OSError:
        return False
