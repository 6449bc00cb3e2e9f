"""Boxes and arrows are found and said as Mermaid, doubts included."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont
from viscodex_model.read import read_picture
from viscodex_model.read.diagrams.connectors import without_strokes
from viscodex_model.read.diagrams.mermaid import write_mermaid
from viscodex_model.read.diagrams.nouns import Diagram, Edge, Node
from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.recognition.engine import OnnxEngine
from viscodex_model.read.recognition.lines import Line

FONT = ImageFont.load_default(18)


def node(text: str, left: float = 0, top: float = 0) -> Node:
    return Node("rectangle", Box(left, top, left + 100, top + 40), (text,))


def drawn(boxes: dict[str, tuple[int, int]], arrows: list[tuple[str, str]], *, heads: bool = True) -> bytes:
    """Boxes of 120x50 with their names, and arrows straight down or to the right."""
    picture = Image.new("RGB", (640, 420), "white")
    draw = ImageDraw.Draw(picture)
    for name, (x, y) in boxes.items():
        draw.rectangle((x, y, x + 120, y + 50), outline="black", width=2, fill="#e8f0ff")
        draw.text((x + 60, y + 25), name, "black", FONT, anchor="mm")
    for source, target in arrows:
        (x1, y1), (x2, y2) = boxes[source], boxes[target]
        if y1 == y2:
            draw.line((x1 + 120, y1 + 25, x2, y1 + 25), "black", 2)
            tip = [(x2, y1 + 25), (x2 - 10, y1 + 19), (x2 - 10, y1 + 31)]
        else:
            draw.line((x1 + 60, y1 + 50, x1 + 60, y2), "black", 2)
            tip = [(x1 + 60, y2), (x1 + 54, y2 - 10), (x1 + 66, y2 - 10)]
        if heads:
            draw.polygon(tip, "black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def edges_of(picture: bytes, engine: OnnxEngine) -> tuple[Diagram, set[tuple[str, str, bool]]]:
    reading = read_picture(picture, kind="diagram", engine=engine)
    assert isinstance(reading.found, Diagram)
    nodes = reading.found.nodes
    return reading.found, {(nodes[e.source].text, nodes[e.target].text, e.head) for e in reading.found.edges}


def test_boxes_and_arrows_are_found_with_their_direction(engine: OnnxEngine) -> None:
    boxes = {"Client": (30, 30), "Server": (260, 30), "Store": (260, 200), "Queue": (480, 200)}
    arrows = [("Client", "Server"), ("Server", "Store"), ("Store", "Queue")]
    diagram, edges = edges_of(drawn(boxes, arrows), engine)
    assert {found.text for found in diagram.nodes} == set(boxes)
    assert edges == {(*arrow, True) for arrow in arrows}
    assert diagram.doubts == ()


def test_lines_without_heads_stay_lines(engine: OnnxEngine) -> None:
    boxes = {"Parent": (30, 30), "Child": (30, 200)}
    diagram, edges = edges_of(drawn(boxes, [("Parent", "Child")], heads=False), engine)
    assert {head for _, _, head in edges} == {False}
    assert " --- " in write_mermaid(diagram)


def test_boxes_without_lines_are_said(engine: OnnxEngine) -> None:
    reading = read_picture(drawn({"Alpha": (30, 30), "Beta": (300, 30)}, []), kind="diagram", engine=engine)
    assert "No lines between the boxes were found." in reading.doubts


def test_a_picture_without_boxes_is_refused(engine: OnnxEngine) -> None:
    picture = Image.new("RGB", (300, 100), "white")
    ImageDraw.Draw(picture).text((40, 40), "only words here", "black", FONT)
    out = io.BytesIO()
    picture.save(out, "PNG")
    assert "No closed boxes" in read_picture(out.getvalue(), kind="diagram", engine=engine).refusal


def test_the_kind_is_told_by_boxes_and_lines(engine: OnnxEngine) -> None:
    picture = drawn(
        {"Client": (30, 30), "Server": (260, 30), "Store": (260, 200)},
        [("Client", "Server"), ("Server", "Store")],
    )
    assert read_picture(picture, engine=engine).kind == "diagram"


@pytest.mark.parametrize(
    ("edge", "written"),
    [
        (Edge(0, 1, head=True), "n1 --> n2"),
        (Edge(0, 1), "n1 --- n2"),
        (Edge(0, 1, head=True, tail=True), "n1 <--> n2"),
        (Edge(0, 1, head=True, dashed=True), "n1 -.-> n2"),
        (Edge(0, 1, label='say "hi"', head=True), 'n1 -->|"say #quot;hi#quot;"| n2'),
    ],
)
def test_each_kind_of_edge_has_its_arrow(edge: Edge, written: str) -> None:
    diagram = Diagram(400, 100, (node("a"), node("b", 200)), (edge,))
    assert written in write_mermaid(diagram)


def test_a_guessed_edge_bears_a_comment() -> None:
    diagram = Diagram(400, 100, (node("a"), node("b", 200)), (Edge(0, 1, head=True, sure=False),))
    assert "%% lines meet here" in write_mermaid(diagram)


def test_signs_that_mermaid_knows_are_written_as_entities() -> None:
    written = write_mermaid(Diagram(100, 100, (node('a <b> & "c" #1'),), ()))
    assert 'n1["a #lt;b#gt; #amp; #quot;c#quot; #35;1"]' in written


def test_the_direction_is_where_most_edges_lead() -> None:
    across = Diagram(400, 100, (node("a"), node("b", 200)), (Edge(0, 1),))
    down = Diagram(100, 400, (node("a"), node("b", 0, 200)), (Edge(0, 1),))
    assert write_mermaid(across).startswith("flowchart LR")
    assert write_mermaid(down).startswith("flowchart TD")


def test_a_shape_whose_text_reaches_from_side_to_side_is_one(engine: OnnxEngine) -> None:
    """Its letters part it in two; and a round node may touch the picture's edge."""
    picture = Image.new("RGB", (240, 330), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 10, 180, 60), outline="black", fill="#e8f0ff")
    draw.text((120, 35), "Start", "black", FONT, anchor="mm")
    draw.polygon([(120, 100), (184, 150), (120, 200), (56, 150)], outline="black")
    draw.text((120, 150), "Responsive?", "black", FONT, anchor="mm")
    draw.ellipse((75, 240, 165, 329), outline="black")
    draw.text((120, 285), "The end", "black", FONT, anchor="mm")
    for top, bottom in ((60, 100), (200, 240)):
        draw.line((120, top, 120, bottom), "black", 2)
        draw.polygon([(120, bottom), (114, bottom - 10), (126, bottom - 10)], "black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    diagram, edges = edges_of(out.getvalue(), engine)
    assert [(node.shape, node.text) for node in diagram.nodes] == [
        ("rectangle", "Start"),
        ("diamond", "Responsive?"),
        ("circle", "The end"),
    ]
    assert edges == {("Start", "Responsive?", True), ("Responsive?", "The end", True)}


def test_a_label_where_two_arrows_join_belongs_to_the_nearer_one(engine: OnnxEngine) -> None:
    """Two ways lead into one box by the same head; only one of them is named."""
    boxes = {"Check": (60, 20), "Resize": (300, 120), "Finish": (60, 260)}
    picture = Image.open(io.BytesIO(drawn(boxes, [("Check", "Finish")])))
    draw = ImageDraw.Draw(picture)
    draw.line([(360, 170), (360, 220), (120, 220)], "black", 2)
    draw.rectangle((100, 95, 140, 117), "white")
    draw.text((120, 106), "No", "black", FONT, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    diagram, edges = edges_of(out.getvalue(), engine)
    assert edges == {("Check", "Finish", True), ("Resize", "Finish", True)}
    labels = {diagram.nodes[edge.source].text: edge.label for edge in diagram.edges}
    assert labels == {"Check": "No", "Resize": ""}


def test_a_label_on_its_own_ground_does_not_divide_its_line(engine: OnnxEngine) -> None:
    """Libraries paint a plate behind a label, which is larger than its letters."""
    picture = Image.open(
        io.BytesIO(drawn({"Basket": (20, 80), "Payment": (460, 80)}, [("Basket", "Payment")]))
    )
    draw = ImageDraw.Draw(picture)
    draw.rectangle((258, 88, 342, 122), fill="white")
    draw.text((300, 105), "retry", "black", FONT, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    diagram, edges = edges_of(out.getvalue(), engine)
    assert edges == {("Basket", "Payment", True)}
    assert [edge.label for edge in diagram.edges] == ["retry"]


def test_faint_lines_are_found_where_there_are_no_clear_ones(engine: OnnxEngine) -> None:
    picture = Image.open(io.BytesIO(drawn({"One box": (30, 30), "Other": (300, 30)}, [])))
    draw = ImageDraw.Draw(picture)
    draw.line((150, 55, 300, 55), "#dedede", 2)
    draw.polygon([(300, 55), (288, 48), (288, 62)], "#dedede")
    out = io.BytesIO()
    picture.save(out, "PNG")
    _, edges = edges_of(out.getvalue(), engine)
    assert edges == {("One box", "Other", True)}


@pytest.mark.parametrize(
    ("read", "label"), [("-ok-", "ok"), ("+ yes", "yes"), ("/no", "no"), ("-5", "-5"), ("retry", "retry")]
)
def test_strokes_of_the_arrow_are_no_part_of_its_label(read: str, label: str) -> None:
    line = Line(read, Box(100, 10, 100 + 10 * len(read), 30), 1.0, (), (0, 0, 0), (255, 255, 255))
    plain = without_strokes(line)
    assert plain.text == label
    assert plain.box.width == pytest.approx(10 * len(label))


def test_a_drum_is_a_cylinder(engine: OnnxEngine) -> None:
    picture = Image.new("RGB", (400, 260), "white")
    draw = ImageDraw.Draw(picture)
    body, line = "#dfe9d2", "#333333"
    draw.ellipse((120, 150, 260, 190), fill=body, outline=line, width=2)
    draw.rectangle((120, 70, 260, 170), fill=body)
    draw.line((120, 70, 120, 170), line, 2)
    draw.line((260, 70, 260, 170), line, 2)
    draw.ellipse((120, 50, 260, 90), fill=body, outline=line, width=2)
    draw.text((190, 125), "Orders", "black", FONT, anchor="mm")
    out = io.BytesIO()
    picture.save(out, "PNG")
    diagram, _ = edges_of(out.getvalue(), engine)
    assert [(found.text, found.shape) for found in diagram.nodes] == [("Orders", "cylinder")]
    assert '[("Orders")]' in write_mermaid(diagram)
