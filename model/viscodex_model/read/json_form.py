"""A Reading as JSON: what `viscodex-model read --json` prints and `POST /v1/read` answers."""

from collections.abc import Sequence
from typing import Any

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.reading import Reading
from viscodex_model.read.recognition.lines import Line
from viscodex_model.read.secrets import Secret


def as_json(reading: Reading) -> dict[str, Any]:
    """`reading` with boxes as [left, top, right, bottom] in pixels and colours as #rrggbb."""
    return {
        "kind": reading.kind,
        "kindConfidence": round(reading.kind_confidence, 3),
        "width": reading.width,
        "height": reading.height,
        "lines": [_line(line) for line in reading.lines],
        "code": reading.code,
        "language": reading.language,
        "doubts": list(reading.doubts),
        "refusal": reading.refusal,
    }


def secrets_as_json(secrets: Sequence[Secret]) -> dict[str, Any]:
    """Kinds and boxes of secrets; their text is not in it."""
    return {"secrets": [{"kind": secret.kind, "box": _box(secret.box)} for secret in secrets]}


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "box": _box(line.box),
        "confidence": round(line.confidence, 3),
        "ink": "#{:02x}{:02x}{:02x}".format(*line.ink),
        "ground": "#{:02x}{:02x}{:02x}".format(*line.ground),
        "words": [
            {"text": word.text, "box": _box(word.box), "confidence": round(word.confidence, 3)}
            for word in line.words
        ],
    }


def _box(box: Box) -> list[float]:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)]
