"""Pictures of source code and of terminals become text, with indentation and blanks as they were.

Code and terminals take the same steps in the same order; only what editors draw around code is looked for in `around`.
"""

from viscodex_model.read.code.listing import Listing
from viscodex_model.read.code.recognize import recognize_code, recognize_terminal
from viscodex_model.read.code.room import read_code, read_terminal

__all__ = ["Listing", "read_code", "read_terminal", "recognize_code", "recognize_terminal"]
