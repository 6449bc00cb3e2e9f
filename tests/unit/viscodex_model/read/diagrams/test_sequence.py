"""Sequence diagrams become Mermaid's: who says what to whom, in order."""

import io
from itertools import count

from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read import read_picture
from viscodex_model.read.diagrams.sequence import Interaction, Message, write_sequence
from viscodex_model.read.recognition.engine import OnnxEngine

FONT = ImageFont.load_default(18)
WHERE = {"Client": 90, "Server": 320, "Store": 550}


def drawn(messages: list[tuple[str, str, str, bool]], *, note: str = "") -> bytes:
    """Participants in boxes over lifelines, and an arrow for each (source, target, text, dashed)."""
    picture = Image.new("RGB", (660, 420), "white")
    draw = ImageDraw.Draw(picture)
    for name, x in WHERE.items():
        draw.line((x, 60, x, 400), "#999999", 1)
        draw.rectangle((x - 60, 20, x + 60, 60), outline="#333333", fill="#eeeeff")
        draw.text((x, 40), name, "black", FONT, anchor="mm")
    for y, (source, target, text, dashed) in zip(count(130, 60), messages, strict=False):
        start, end = WHERE[source], WHERE[target]
        left, right = min(start, end), max(start, end)
        for x in range(left, right, 8):
            draw.line((x, y, min(right, x + (4 if dashed else 8)), y), "black", 2)
        back = -10 if end > start else 10
        draw.polygon([(end, y), (end + back, y - 6), (end + back, y + 6)], "black")
        draw.text(((left + right) / 2, y - 16), text, "black", FONT, anchor="mm")
    if note:
        draw.rectangle((390, 320, 520, 350), fill="#ffffcc", outline="#aaaa66")
        draw.text((455, 335), note, "black", FONT, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_messages_keep_their_order_direction_and_dashes(engine: OnnxEngine) -> None:
    said = [
        ("Client", "Server", "get page", False),
        ("Server", "Store", "find row", False),
        ("Server", "Client", "here it is", True),
    ]
    reading = read_picture(drawn(said), engine=engine)
    assert (reading.kind, reading.doubts) == ("diagram", ())
    assert reading.code.splitlines() == [
        "sequenceDiagram",
        "    participant p1 as Client",
        "    participant p2 as Server",
        "    participant p3 as Store",
        "    p1->>p2: get page",
        "    p2->>p3: find row",
        "    p2-->>p1: here it is",
    ]


def test_what_is_not_read_is_named(engine: OnnxEngine) -> None:
    reading = read_picture(drawn([("Client", "Server", "get page", False)], note="cached"), engine=engine)
    assert "p1->>p2: get page" in reading.code
    assert any("cached" in doubt for doubt in reading.doubts)


def test_a_semicolon_does_not_end_a_message() -> None:
    """Mermaid takes it for the end of the statement."""
    found = Interaction(("a", "b"), (Message(0, 1, "x; y #1"),))
    assert "p1->>p2: x#59; y #35;1" in write_sequence(found)
