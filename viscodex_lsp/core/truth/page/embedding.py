"""Puts pictures that were just made into the page that is drawn: their files are not there before the edit is."""

import re
from base64 import b64encode
from collections.abc import Sequence


def with_pictures(page: str, pictures: Sequence[tuple[str, bytes]]) -> str:
    """The page with the data of `pictures` (PNG) wherever it takes the address of one."""
    for reference, data in pictures:
        address = f"data:image/png;base64,{b64encode(data).decode()}"
        quoted = re.compile(rf"""(?<=["'(]){re.escape(reference)}(?=["')])""")
        page = quoted.sub(address, page)
    return page
