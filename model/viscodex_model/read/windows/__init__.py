"""Pictures of more than one window: an editor with a column of files, two editors, an editor beside a terminal."""

from viscodex_model.read.windows.choose import read_one_window

__all__ = ["read_one_window"]
