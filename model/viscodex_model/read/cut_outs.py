"""Saves the photos and icons that the code of a page names as regions of its picture (`pages/cut_outs.py`)."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from PIL import Image

from viscodex_model.core.errors import UserError
from viscodex_model.read.picture.pixels import load_pixels

_ADDRESS = re.compile(r"cut:(\d+),(\d+),(\d+),(\d+)/([\w-]+)\.png")


def save_cut_outs(code: str, picture: bytes, folder: Path) -> str:
    """Save the regions that `code` names as files in `folder`; the code with the names of these files.

    Raises:
        UserError: a file is there already or cannot be written; none is written then.
    """
    files = _named(dict.fromkeys(match[0] for match in _ADDRESS.finditer(code)), folder)
    try:
        there = [path for path in files.values() if path.exists()]
        if there:
            raise UserError(f"{there[0]} is there already. Name another folder after --cut-outs.")
        image = Image.fromarray(load_pixels(picture))
        for address, path in files.items():
            left, top, width, height = map(int, _parts(address)[:4])
            path.parent.mkdir(parents=True, exist_ok=True)
            image.crop((left, top, left + width, top + height)).save(path)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror or error}.") from None
    return _ADDRESS.sub(lambda match: files[match[0]].as_posix(), code)


def _named(addresses: Iterable[str], folder: Path) -> dict[str, Path]:
    """A file for each address; of several that are called alike the later ones are numbered."""
    counts: Counter[str] = Counter()
    files = {}
    for address in addresses:
        name = _parts(address)[4]
        counts[name] += 1
        stem = name if counts[name] == 1 else f"{name}-{counts[name]}"
        files[address] = folder / f"{stem}.png"
    return files


def _parts(address: str) -> tuple[str, ...]:
    found = _ADDRESS.fullmatch(address)
    return found.groups() if found else ()
