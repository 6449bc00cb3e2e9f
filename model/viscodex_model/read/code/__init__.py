"""Pictures of source code and of terminals become text, with indentation and blanks as they were."""

from viscodex_model.read.code.listing import Listing
from viscodex_model.read.code.recognize import recognize_code, recognize_terminal
from viscodex_model.read.code.room import read_code, read_terminal

__all__ = ["Listing", "read_code", "read_terminal", "recognize_code", "recognize_terminal"]
