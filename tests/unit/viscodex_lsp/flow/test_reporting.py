"""The report of an edit: which pages are drawn for it."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from viscodex_lsp.core.nouns import Asset, CheckedPatch, Document, Replacement, Span
from viscodex_lsp.flow.reporting import make_report


def test_pictures_that_were_cut_out_are_on_the_pages_that_are_drawn() -> None:
    """Their files are not there before the edit is; the page before has none of them."""
    before = "<!doctype html>\n<title>a</title>\n"
    made = Replacement(Span(len(before), len(before)), '<img src="assets/a.png">\n')
    asset = Asset("file:///p/assets/a.png", b"PNG", "1x1", "assets/a.png")
    checked = CheckedPatch(
        Document("file:///p/a.html", "html", 1, before), (made,), (), syntax_checked=True, assets=(asset,)
    )
    drawn: list[str] = []

    async def draw(pages: Sequence[tuple[str, int, int]]) -> list[str]:
        drawn.extend(dict.fromkeys(html for html, *_ in pages))
        return ["not drawn here"] * len(pages)

    ports: Any = SimpleNamespace(draw_pages=draw, read_sheets=lambda *_: {})
    target: Any = SimpleNamespace(path="/p/a.html", project_roots=())
    part = SimpleNamespace(width=100, height=50, data=b"PNG")
    pictures: Any = (SimpleNamespace(parts=(part,), original_width=100),)
    asyncio.run(make_report(checked, pictures, target, sentence="s", likeness=None, ports=ports))
    assert ["data:image/png;base64,UE5H" in html for html in drawn] == [True, False, True]
    assert not any('"assets/a.png"' in html for html in drawn)
