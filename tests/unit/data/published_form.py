"""A small Multimodal Coding Dataset in its published form, with every trap that is known: a JSON array and a zip.

`write_published(folder)` writes `mcd_598k.json` and `mcd_images.zip` and returns how many records have which defect.
"""

import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from PIL import Image

PAGE = "<main>\n  <h1>Price list {}</h1>\n</main>"
CHART = "import matplotlib.pyplot as plt\n\nplt.bar(['a', 'b'], [1, {}])\nplt.show()"


def png(mode: str = "RGB", size: tuple[int, int] = (40, 30), colour: Any = None) -> bytes:
    """A plain picture as PNG bytes."""
    buffer = io.BytesIO()
    Image.new(mode, size, colour if colour is not None else 0).save(buffer, "PNG")
    return buffer.getvalue()


def html_record(number: int, image: str) -> dict[str, Any]:
    """A good record of category html."""
    return {
        "images": [image],
        "messages": [
            {"role": "user", "content": f"<image>\nBuild page {number}."},
            {"role": "assistant", "content": f"```html\n{PAGE.format(number)}\n```"},
        ],
        "category": "html",
    }


def chart_record(number: int, image: str) -> dict[str, Any]:
    """A good record of category chart."""
    record = html_record(number, image)
    record["messages"][1]["content"] = f"Here it is:\n\n```python\n{CHART.format(number)}\n```\n"
    return record | {"category": "chart"}


def text_record(number: int) -> dict[str, Any]:
    """A good record without a picture, of a category that nobody has confirmed."""
    messages = [
        {"role": "system", "content": "You solve tasks."},
        {"role": "user", "content": f"Add {number} and 2."},
        {"role": "assistant", "content": f"The sum is {number + 2}, as `sum` tells."},
    ]
    return {"images": [], "messages": messages, "category": "algorithm"}


def _answered(number: int, answer: str, **changes: Any) -> dict[str, Any]:
    record = html_record(number, "html/0.png") | changes
    record["messages"] = [record["messages"][0], {"role": "assistant", "content": answer}]
    return record


def traps() -> list[tuple[str, Any]]:
    """Each bad record with the name of its defect."""
    page = PAGE.format("x")
    asked = {"role": "user", "content": "<image>"}
    return [
        ("schema", "a text"),
        ("schema", html_record(101, "html/0.png") | {"images": "html/0.png"}),
        ("schema", html_record(102, "html/0.png") | {"category": None}),
        ("schema", html_record(103, "html/0.png") | {"messages": [{"role": "user", "content": ["<image>"]}]}),
        ("turns", html_record(104, "html/0.png") | {"messages": [asked, asked]}),
        ("empty_answer", _answered(105, "  \n")),
        ("placeholders", html_record(106, "html/0.png") | {"images": []}),
        (
            "placeholders",
            html_record(107, "html/0.png") | {"images": ["html/0.png", "html/1.png", "html/2.png"]},
        ),
        ("special_token", _answered(108, f"```html\n{page}\n```<|im_end|>")),
        ("picture_missing", html_record(109, "html/none.png")),
        ("picture_outside", html_record(110, "../../etc/passwd")),
        ("picture_broken", html_record(111, "html/text.png")),
        ("picture_broken", html_record(112, "html/cut.png")),
        ("picture_size", html_record(113, "html/thread.png")),
        ("no_fence", _answered(114, page)),
        ("open_fence", _answered(115, f"```html\n{page}")),
        ("unknown_language", _answered(116, "```klingon\nqapla'\n```")),
        ("code_error", _answered(117, "```python\ndef broken(:\n```", category="chart")),
        ("too_long", _answered(118, f"```html\n{'<p>word</p>' * 20_000}\n```")),
        ("duplicate", html_record(0, "html/0.png")),
    ]


def good_records() -> list[dict[str, Any]]:
    """Records that are to be kept, with pictures under every spelling of a path."""
    unmarked = html_record(5, "html/0.png")
    unmarked["messages"][0]["content"] = "Build page 5."
    return [
        html_record(0, "html/0.png"),
        html_record(1, "mcd_images/html/1.png"),
        html_record(2, "./html/rgba.png"),
        html_record(3, "html\\grey_alpha.png"),
        chart_record(4, "/chart/palette.png"),
        unmarked,
        text_record(6),
        html_record(7, "html/turned.jpg"),
    ]


def write_published(folder: Path, *, copies: int = 1) -> Counter[str]:
    """Write both files; the good records are written `copies` times with other texts. Returns the defects' counts."""
    folder.mkdir(parents=True, exist_ok=True)
    records: list[Any] = [_renumbered(record, copy) for copy in range(copies) for record in good_records()]
    records += [record for _, record in traps()]
    (folder / "mcd_598k.json").write_text(json.dumps(records, indent=1), encoding="utf-8")
    with zipfile.ZipFile(folder / "mcd_images.zip", "w") as archive:
        for name, data in _pictures().items():
            archive.writestr(f"mcd_images/{name}", data)
        archive.writestr("__MACOSX/mcd_images/._0.png", b"")
    return Counter(kind for kind, _ in traps())


def _renumbered(record: dict[str, Any], copy: int) -> dict[str, Any]:
    if not copy:
        return record
    first, *others = record["messages"]
    return record | {"messages": [first | {"content": f"{first['content']} ({copy})"}, *others]}


def _pictures() -> dict[str, bytes]:
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20), "red").save(turned, "JPEG", exif=exif)
    whole = png(size=(300, 300))
    return {
        "html/0.png": png(colour=(1, 2, 3)),
        "html/1.png": png(colour=(4, 5, 6)),
        "html/2.png": png(colour=(7, 8, 9)),
        "html/rgba.png": png("RGBA", colour=(200, 0, 0, 0)),
        "html/grey_alpha.png": png("LA", colour=(0, 128)),
        "chart/palette.png": png("P"),
        "html/turned.jpg": turned.getvalue(),
        "html/text.png": b"no picture",
        "html/cut.png": whole[: len(whole) // 2],
        "html/thread.png": png(size=(2000, 4)),
    }
