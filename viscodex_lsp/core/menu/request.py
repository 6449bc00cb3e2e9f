"""What an editor may ask for: the one object of `viscodex.imageToCode`, read into a `Request`.

Anything that cannot be meant raises `UsageError` and names the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeGuard

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.files.kinds import COMPANIONS
from viscodex_lsp.core.nouns import Companion
from viscodex_lsp.core.text.positions import Position

MOST_PICTURES = 8
LONGEST_WORDS = 200

ScreenRegion = tuple[int, int, int, int] | Literal["pick"]
"""Left, top, width, height in pixels; or what the person marks with the mouse."""


PictureRegion = tuple[int, int, int, int] | str
"""Left, top, width, height in pixels of a picture; or words that its reader finds there ("the pricing table")."""


@dataclass(frozen=True, slots=True)
class ClipboardSource:
    """The picture on the clipboard of the server's machine; of it only `region`, where that is given."""

    region: PictureRegion | None = None


@dataclass(frozen=True, slots=True)
class FileSource:
    """A picture file; a relative path starts at the document's folder. Of it only `region`, where that is given."""

    path: str
    region: PictureRegion | None = None


@dataclass(frozen=True, slots=True)
class AttachedSource:
    """A picture that the editor sent before by `viscodex/attachPicture`; of it only `region`, where that is given."""

    id: str
    region: PictureRegion | None = None


@dataclass(frozen=True, slots=True)
class ScreenSource:
    """A screenshot of a monitor (from 1; None: the main one), or of a region."""

    monitor: int | None
    region: ScreenRegion | None


Source = ClipboardSource | FileSource | AttachedSource | ScreenSource


@dataclass(frozen=True, slots=True)
class Request:
    """One picture-to-code request; positions are in the client's units. `mode` None leaves delivery to the settings.
    `at` is the source position of an element, which then is the place, as tools write it: "src/Card.tsx:12:5"."""

    uri: str
    start: Position
    end: Position
    version: int | None
    sources: tuple[Source, ...]
    instruction: str
    mode: str | None
    companions: tuple[Companion, ...] = ()
    at: str = ""
    cut_outs: bool = False


def read_request(value: object) -> Request:
    """Read the object of `viscodex.imageToCode` and of the request `viscodex/imageToCode`.

    Raises:
        UsageError: a key is missing, of the wrong type, or means nothing.
    """
    fields = _mapping(value, "the argument")
    start, end = _range(fields)
    return Request(
        uri=_text(fields, "uri"),
        start=start,
        end=end,
        version=_optional_number(fields, "version"),
        sources=_sources(fields),
        instruction=_optional_text(fields, "instruction").strip(),
        mode=_mode(fields),
        companions=read_companions(fields.get("companions")),
        at=_optional_text(fields, "at").strip(),
        cut_outs=fields.get("cutOuts") is True,
    )


def read_companions(value: object) -> tuple[Companion, ...]:
    """The kinds of files that are wanted beside the one of the request.

    Raises:
        UsageError: it is no list of known kinds.
    """
    known = {str(kind): kind for kind in COMPANIONS}
    if value is None:
        return ()
    if isinstance(value, list) and all(isinstance(kind, str) and kind in known for kind in value):
        return tuple(dict.fromkeys(known[kind] for kind in value))
    raise UsageError(f"companions must be a list of {', '.join(map(repr, known))}.")


@dataclass(frozen=True, slots=True)
class RefineRequest:
    """A wish to come closer to a picture: the proposal `id`; or with `sources` the code between `start` and `end`, all
    of the file where they are equal; or with neither what was made in the document last, or waits there."""

    uri: str
    id: str
    start: Position
    end: Position
    version: int | None
    sources: tuple[Source, ...]
    mode: str | None


def read_refine(value: object) -> RefineRequest:
    """Read the object of `viscodex.refine`: `{uri, id?, range?, version?, picture? | pictures?, mode?}`.

    Raises:
        UsageError: a key is missing, of the wrong type, or means nothing.
    """
    fields = _mapping(value, "the argument")
    given = fields.get("picture") is not None or fields.get("pictures") is not None
    start, end = _range(fields) if fields.get("range") is not None else (Position(0, 0), Position(0, 0))
    return RefineRequest(
        uri=_optional_text(fields, "uri") if fields.get("id") else _text(fields, "uri"),
        id=_optional_text(fields, "id"),
        start=start,
        end=end,
        version=_optional_number(fields, "version"),
        sources=_sources(fields) if given else (),
        mode=_mode(fields),
    )


def read_source(value: object) -> Source:
    """Read one `picture` object: `{kind: "clipboard" | "file" | "attached" | "screen", …}`."""
    fields = _mapping(value, "picture")
    match fields.get("kind"):
        case "clipboard":
            return ClipboardSource(_part(fields.get("region")))
        case "file":
            return FileSource(_text(fields, "path"), _part(fields.get("region")))
        case "attached":
            return AttachedSource(_text(fields, "id"), _part(fields.get("region")))
        case "screen":
            return ScreenSource(_optional_number(fields, "monitor"), _region(fields.get("region")))
        case kind:
            raise UsageError(
                f"picture.kind is {kind!r}; it can be 'clipboard', 'file', 'attached' or 'screen'."
            )


def _range(fields: Mapping[str, Any]) -> tuple[Position, Position]:
    span = _mapping(fields.get("range"), "range")
    start, end = _position(span, "start"), _position(span, "end")
    backwards = (end.line, end.character) < (start.line, start.character)
    return (end, start) if backwards else (start, end)


def _mode(fields: Mapping[str, Any]) -> str | None:
    mode = fields.get("mode")
    if mode not in (None, "apply", "propose"):
        raise UsageError(f"mode is {mode!r}; it can be 'apply' or 'propose'.")
    return str(mode) if mode else None


def _sources(fields: Mapping[str, Any]) -> tuple[Source, ...]:
    if fields.get("picture") is not None:
        return (read_source(fields["picture"]),)
    pictures = fields.get("pictures")
    if not isinstance(pictures, list) or not pictures:
        raise UsageError("No picture is named; set picture, or pictures with up to 8 of them.")
    check_count(len(pictures))
    return tuple(read_source(picture) for picture in pictures)


def check_count(pictures: int) -> None:
    """Refuse more pictures than a request may have.

    Raises:
        UsageError: there are more.
    """
    if pictures > MOST_PICTURES:
        raise UsageError(f"{pictures} pictures are named; a request may have {MOST_PICTURES} at most.")


def _part(value: object) -> PictureRegion | None:
    """A region of a picture: four numbers, or the words that stand there."""
    if isinstance(value, str):
        return value.strip()[:LONGEST_WORDS] or None
    region = _region(value)
    return None if region == "pick" else region


def _region(value: object) -> ScreenRegion | None:
    """ "pick"; or left, top, width, height, as a list or an object with x, y, width and height."""
    if value is None or value == "pick":
        return "pick" if value else None
    if isinstance(value, Mapping):
        value = [value.get(key) for key in ("x", "y", "width", "height")]
    if isinstance(value, list) and len(value) == 4 and all(_is_number(part) for part in value):
        left, top, width, height = value
        if width > 0 and height > 0:
            return left, top, width, height
    raise UsageError(
        "region must be 'pick', or four whole numbers: x, y, width and height, the last two above 0."
    )


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError(f"{name} is missing, or is not an object.")
    return value


def _position(span: Mapping[str, Any], name: str) -> Position:
    fields = _mapping(span.get(name), f"range.{name}")
    line, character = fields.get("line"), fields.get("character")
    if _is_number(line) and _is_number(character) and min(line, character) >= 0:
        return Position(line, character)
    raise UsageError(f"range.{name} must have a line and a character, whole numbers from 0.")


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if isinstance(value, str) and value:
        return value
    raise UsageError(f"{name} is missing, or is not a text.")


def _optional_text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None or isinstance(value, str):
        return value or ""
    raise UsageError(f"{name} is not a text.")


def _optional_number(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is None or _is_number(value):
        return value
    raise UsageError(f"{name} is not a whole number.")


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
