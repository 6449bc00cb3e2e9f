"""`viscodex-lsp capture` saves a screenshot to a file."""

import argparse
from pathlib import Path

from viscodex_lsp.core.errors import CaptureError
from viscodex_lsp.edges import event_loop
from viscodex_lsp.edges.documents import write_file
from viscodex_lsp.ports import real_ports


def capture_to_file(arguments: argparse.Namespace) -> int:
    """Save the screenshot as PNG; exit status 0.

    Raises:
        CaptureError: the screen cannot be read, or the file not written.
    """
    data = event_loop.run(real_ports().capture_screen(arguments.monitor, arguments.region))
    try:
        write_file(Path(arguments.output), data)
    except OSError as error:
        raise CaptureError(f"Cannot write {arguments.output}: {error.strerror}.") from error
    print(f"{arguments.output}: {len(data):,} bytes")
    return 0
