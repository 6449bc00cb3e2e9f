"""What is known of the file and the place that a reply was asked for."""

from typing import NamedTuple


class Home(NamedTuple):
    """The path of the file, its text, and the heads of the scopes around the place, outermost first; each may be
    empty where it is not known. `selected` is the text of the selection."""

    path: str = ""
    text: str = ""
    scopes: tuple[str, ...] = ()
    selected: str = ""
