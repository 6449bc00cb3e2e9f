"""`viscodex-model read PICTURE`: prints the code of a picture, or all that was seen in it."""

import argparse
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from viscodex_model.core.errors import UserError

if TYPE_CHECKING:
    from viscodex_model.read.reading import Reading

# What `--as` takes: what the picture is, or in which language its code is wanted.
KIND_NAMES = ("code", "terminal", "table", "page", "chart", "diagram", "photograph")
FORMS = {
    "html": "html", "text": "plaintext", "markdown": "markdown", "csv": "csv", "python": "python", "sql": "sql",
    "latex": "latex", "jsx": "javascriptreact", "vue": "vue", "svelte": "svelte", "tailwind": "html",
}  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the verb to `parser`."""
    parser.add_argument("picture", type=Path, metavar="PICTURE", help="PNG, JPEG, WebP, BMP, GIF or TIFF")
    parser.add_argument(
        "--as",
        dest="wanted",
        choices=(*KIND_NAMES, *FORMS),
        action="append",
        default=[],
        metavar="WHAT",
        help=f"what the picture is ({', '.join(KIND_NAMES)}) or what to write ({', '.join(FORMS)}); may be given twice",
    )
    parser.add_argument(
        "--cut-outs",
        type=Path,
        metavar="FOLDER",
        help="save the photos and icons of a page there, and refer to these files",
    )
    parser.add_argument(
        "--json", action="store_true", help="print lines, boxes, the kind and the code as JSON"
    )
    parser.add_argument(
        "--show", type=Path, metavar="OUT.png", help="write the picture with what was seen drawn over it"
    )


def run(arguments: argparse.Namespace) -> int:
    """Read the picture; exit status 0, or 1 where nothing useful was read, with the reason."""
    from viscodex_model.read import read_picture

    data = _bytes_of(arguments.picture)
    kind = next((wanted for wanted in arguments.wanted if wanted in KIND_NAMES), None)
    # With --as jsx --as tailwind the page is JSX with Tailwind's classes.
    forms = sorted((form for form in arguments.wanted if form in FORMS), key=lambda form: form == "tailwind")
    language = FORMS[forms[0]] if forms else None
    folder = arguments.cut_outs
    reading = read_picture(
        data, kind=kind, language=language, tailwind="tailwind" in forms, cut_outs=folder is not None
    )
    if folder is not None:
        reading = _with_files(reading, data, folder)
    if arguments.show is not None:
        _show(data, reading, arguments.show)
    if arguments.json:
        from viscodex_model.read.json_form import as_json

        print(json.dumps(as_json(reading), ensure_ascii=False, indent=1))
        return 1 if reading.refusal else 0
    for doubt in reading.doubts:
        print(doubt, file=sys.stderr)
    if reading.refusal:
        raise UserError(reading.refusal)
    print(reading.code)
    return 0


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). Name a picture file.") from None


def _with_files(reading: "Reading", data: bytes, folder: Path) -> "Reading":
    from viscodex_model.read.cut_outs import save_cut_outs

    return dataclasses.replace(reading, code=save_cut_outs(reading.code, data, folder))


def _show(data: bytes, reading: "Reading", out: Path) -> None:
    from viscodex_model.read.drawing import draw_reading

    try:
        draw_reading(data, reading).save(out)
    except OSError as error:
        raise UserError(
            f"{out} cannot be written ({error.strerror}). Name another file with --show."
        ) from None
    except ValueError:
        raise UserError(f"{out} cannot be written: its name must end in .png, .jpg or .webp.") from None
