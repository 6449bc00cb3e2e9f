"""Pictures of pages: what is recognised in them, written in the language of the open file."""

import dataclasses

from viscodex_model.read.order import Order
from viscodex_model.read.pages.cut_outs import mark_cut_outs
from viscodex_model.read.pages.layout.nodes import Page
from viscodex_model.read.pages.page import blocks_of, elements, recognize
from viscodex_model.read.pages.writing.write import JSX_LANGUAGES, write_document, write_page
from viscodex_model.read.picture.pixels import Pixels
from viscodex_model.read.reading import Reading

LONGEST_TITLE = 60
LANGUAGES = JSX_LANGUAGES | {"html", "vue", "svelte"}


def read_page(pixels: Pixels, reading: Reading, order: Order) -> Reading:
    """The picture's page as markup; a refusal where nothing was seen."""
    page = recognize(pixels, reading.lines, cut_outs=order.cut_outs)
    if page.root.body is None:
        return dataclasses.replace(
            reading, refusal="Nothing was found on the page. Capture the part with text or boxes, larger."
        )
    language = order.language if order.language in LANGUAGES else "html"
    told = mark_cut_outs(page, pixels) if order.cut_outs else ()
    root = elements(page)
    document = page.whole and language == "html" and not order.tailwind
    code = (
        write_document(root, title=_title(page))
        if document
        else write_page(root, language, tailwind=order.tailwind)
    )
    return dataclasses.replace(
        reading, found=page, code=code, language=language, doubts=(*page.doubts, *told)
    )


def _title(page: Page) -> str:
    """The text in the largest type, or a plain word."""
    blocks = [block for block in blocks_of(page.root) if len(block.text) <= LONGEST_TITLE]
    largest = max(blocks, key=lambda block: block.style.size, default=None)
    return largest.text if largest else "Page"
