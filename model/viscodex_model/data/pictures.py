"""Opens the pictures of training data in a zip or a folder, by name: sound picture bytes or a `Defect`.

Names in data sets are not always those of the zip: a top folder may be missing or too many. A picture that is plain RGB
or grey is kept byte for byte; any other is drawn on white and written anew.
"""

import io
import posixpath
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from viscodex_model.core.errors import UserError
from viscodex_model.data.defects import Defect

MAX_PIXELS = 40_000_000
MIN_SIDE = 4
MAX_RATIO = 200
"""What the picture processor of Qwen2.5-VL takes: the longer side at most so many times the shorter."""
_KEPT = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


@dataclass(frozen=True)
class Picture:
    """Encoded bytes, the file name's ending that fits them, and the size in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int


class PictureSource(Protocol):
    """Where pictures lie. `read` answers None where there is no such file."""

    def read(self, name: str) -> bytes | None: ...


class FolderPictures:
    """Pictures in a folder; nothing outside of it is read, by links neither."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        below = [path.name for path in self._folder.iterdir() if path.is_dir()]
        self._top = below[0] if len(below) == 1 else ""

    def read(self, name: str) -> bytes | None:
        for candidate in spellings(name, (self._folder.name, self._top)):
            path = (self._folder / candidate).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return path.read_bytes()
        return None


class ZipPictures:
    """Pictures in a zip, which is never unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise UserError(
                f"{path} is not a whole zip ({error}): the download may have ended early, get it again."
            ) from error
        names = self._archive.NameToInfo
        tops = Counter(
            name.split("/", 1)[0] for name in names if "/" in name and not name.startswith("__MACOSX")
        )
        self._top = next(iter(tops)) if len(tops) == 1 else ""
        self._stem = path.stem

    def read(self, name: str) -> bytes | None:
        for candidate in spellings(name, (self._top, self._stem)):
            if candidate in self._archive.NameToInfo:
                return self._archive.read(candidate)
        return None


def spellings(name: str, tops: tuple[str, ...]) -> list[str]:
    """The names under which a picture may lie: as it is, and with or without one of the top folders `tops`."""
    plain = posixpath.normpath(name.replace("\\", "/")).lstrip("/")
    found = [plain]
    for top in filter(None, tops):
        found += [f"{top}/{plain}", plain.removeprefix(f"{top}/")]
    return list(dict.fromkeys(found))


def open_pictures(path: Path) -> PictureSource:
    """The pictures at `path`, a zip or a folder. Raises UserError where it is neither."""
    if path.is_dir():
        return FolderPictures(path)
    if path.is_file():
        return ZipPictures(path)
    raise UserError(f"There are no pictures at {path}: name their zip or their folder with --images.")


def fetch_picture(name: str, source: PictureSource) -> Picture | Defect:
    """The picture called `name`, checked and made plain."""
    if ".." in name.replace("\\", "/").split("/") or "\0" in name:
        return Defect("picture_outside", name[:200])
    try:
        data = source.read(name)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError) as error:
        return Defect("picture_broken", f"{name[:200]}: {error}")
    if data is None:
        return Defect("picture_missing", name[:200])
    return check_picture(data, name[:200])


def check_picture(data: bytes, name: str) -> Picture | Defect:
    """Open a picture to its last pixel; RGB and grey stay as they are, the rest is drawn on white."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            defect = _check_size(picture.size, name)
            if defect:
                return defect
            picture.load()
            plain = ImageOps.exif_transpose(picture)
            suffix = _KEPT.get(picture.format or "")
            if suffix and plain.size == picture.size and is_plain(picture):
                return Picture(data, suffix, *picture.size)
            return _encode(on_white(plain))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        return Defect("picture_broken", f"{name}: {error}")


def is_plain(picture: Image.Image) -> bool:
    """Whether a picture is RGB or grey, one frame, without transparency."""
    return (
        picture.mode in ("RGB", "L")
        and "transparency" not in picture.info
        and getattr(picture, "n_frames", 1) == 1
    )


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in RGB: what is transparent in it drawn on white, 16 bits of grey brought to eight."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    clear = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def to_whole_cells(picture: Image.Image, side: int) -> Image.Image:
    """The picture with its last column and row repeated until its sides are multiples of `side` pixels.

    What a model looks at has whole cells. Resized to them, as picture processors do it, letters blur, and a single line
    of text can be stretched by a third; so its pixels stay as they are.
    """
    wide, high = (-length % side for length in picture.size)
    if not wide and not high:
        return picture
    return Image.fromarray(np.pad(np.asarray(picture), ((0, high), (0, wide), (0, 0)), mode="edge"))


def shifted(pixels: NDArray[np.uint8], right: int, down: int) -> NDArray[np.uint8]:
    """What is in a picture [height, width, 3] moved by so many pixels (less than 0: to the left, up), its size kept.

    Edges are repeated where nothing moved to; what passes the opposite edge is gone.
    """
    if not right and not down:
        return pixels
    height, width = pixels.shape[:2]
    rows = np.clip(np.arange(height) - down, 0, height - 1)
    columns = np.clip(np.arange(width) - right, 0, width - 1)
    return pixels[rows[:, None], columns]


def _check_size(size: tuple[int, int], name: str) -> Defect | None:
    width, height = size
    fits = width * height <= MAX_PIXELS and min(size) >= MIN_SIDE and max(size) <= MAX_RATIO * min(size)
    return None if fits else Defect("picture_size", f"{name}: {width} x {height} pixels")


def _encode(picture: Image.Image) -> Picture:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return Picture(buffer.getvalue(), "png", *picture.size)
