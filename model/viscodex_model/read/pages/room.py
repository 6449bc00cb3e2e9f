"""Pictures of pages: what is recognised in them, written in the language of the open file."""

import dataclasses

from viscodex_model.read.order import Order
from viscodex_model.read.pages.page import elements, recognize
from viscodex_model.read.pages.writing.write import JSX_LANGUAGES, write_page
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading

LANGUAGES = JSX_LANGUAGES | {"html", "vue", "svelte"}


def read_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The picture's page as markup; a refusal where nothing was seen."""
    page = recognize(pixels, reading.lines)
    if page.root.body is None:
        return dataclasses.replace(
            reading, refusal="Nothing was found on the page. Capture the part with text or boxes, larger."
        )
    language = order.language if order.language in LANGUAGES else "html"
    code = write_page(elements(page), language)
    return dataclasses.replace(reading, found=page, code=code, language=language, doubts=page.doubts)
