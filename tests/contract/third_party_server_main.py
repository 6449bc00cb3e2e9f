"""`python third_party_server_main.py FOLDER PORT`: `transformers serve` on the loopback, on the CPU.

The command's own processor loader needs torchvision; the picture-only processor is put in its place.
"""

import sys
from pathlib import Path
from typing import Any
from unittest import mock

from transformers import AutoProcessor
from viscodex_model.checkpoint.processor import PictureProcessor, load_processor


def main(folder: str, port: int) -> None:
    """Serve until the process is ended."""
    from transformers.cli.serve import Serve

    with mock.patch.object(AutoProcessor, "from_pretrained", _load):
        Serve(force_model=folder, host="127.0.0.1", port=port, device="cpu", dtype="float32")


def _load(folder: str, **_options: Any) -> PictureProcessor:
    return load_processor(Path(folder))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
