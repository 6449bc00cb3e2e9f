"""Where viscodex-nano lies: beside the package in a checkout, inside it when installed from a wheel."""

from pathlib import Path

from viscodex_model.core.errors import UserError

PACKAGE = Path(__file__).resolve().parents[1]
PLACES = (PACKAGE / "nano", PACKAGE.parent / "nano")


def bundled_nano() -> Path:
    """The folder of viscodex-nano.

    Raises:
        UserError: this installation came without it.
    """
    for folder in PLACES:
        if (folder / "config.json").is_file():
            return folder
    raise UserError("viscodex-nano is not part of this installation; name a checkpoint folder.")
