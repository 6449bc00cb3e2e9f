"""Pictures of source code and of terminals become text, with indentation and blanks as they were.

Eighteen modules: code and terminals take the same steps in the same order, so that no group of them stands alone.
"""

from viscodex_model.read.code.listing import Listing
from viscodex_model.read.code.recognize import recognize_code, recognize_terminal
from viscodex_model.read.code.room import read_code, read_terminal

__all__ = ["Listing", "read_code", "read_terminal", "recognize_code", "recognize_terminal"]
