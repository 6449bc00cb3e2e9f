"""The JSON of `POST /v1/read`: a picture and what is known of it, answered with lines, boxes, the kind and the code."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viscodex_model.read.picture.geometry import Box
from viscodex_model.read.reading import Kind, Reading
from viscodex_model.read.recognition.lines import Line
from viscodex_model.serve.protocol.refusal import Refused


class ReadRequest(BaseModel):
    """`picture` is a `data:` URI; `kind` and `language` (an LSP identifier) say what a person knows."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    picture: str
    kind: Kind | None = None
    language: Annotated[str, Field(max_length=64)] | None = None


def read_body(body: bytes) -> ReadRequest:
    """Check `body`.

    Raises:
        Refused: with status 400 and a sentence that names the first wrong field.
    """
    try:
        return ReadRequest.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the body"
        raise Refused(400, f"{place}: {first['msg']}.") from None


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
