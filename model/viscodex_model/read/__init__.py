"""The reader: a picture becomes code or markup without a language model.

It copies what is written and measures how it is laid out; it does not understand. `read_picture` is its door.
"""

from viscodex_model.read.door import read_picture
from viscodex_model.read.reading import KINDS, Kind, Reading

__all__ = ["KINDS", "Kind", "Reading", "read_picture"]
