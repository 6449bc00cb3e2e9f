"""Reads the colours of what a plotting function returned: when it is drawn, and once more at the end.

A reader yields (colour, artist) pairs as ChartMimic's evaluators note them. Where they note several colours and keep
the artist under the last one only, so does the reader: the end's reading then gives all colours of that artist.
"""

import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Drawn = Callable[[Any, tuple[Any, ...], dict[str, Any]], Iterable[tuple[str, Any]]]
Now = Callable[[Any, str], Iterable[str]]


@dataclass(frozen=True)
class Reader:
    """`drawn(result, arguments, named)` when the call returns, `now(artist, colour)` at the end."""

    drawn: Drawn
    now: Now
    mark: str = ""
    mark_again: str = ""


def hex_of(color: Any) -> str:
    """`#RRGGBB` of a name, a hexadecimal string (kept with its alpha) or a sequence of three or four numbers.

    Raises:
        ValueError: it is none of these.
    """
    colors = importlib.import_module("matplotlib.colors")
    if isinstance(color, str):
        is_hex = color.startswith("#") and len(color) in (7, 9)
        return color.upper() if is_hex else str(colors.to_hex(colors.to_rgba(color))).upper()
    is_sequence = isinstance(color, Sequence) or hasattr(color, "tolist")
    if is_sequence and len(color) in (3, 4):
        return str(colors.to_hex(color)).upper()
    raise ValueError(f"{color!r} is not a colour")


def _face(artist: Any, _: str = "") -> list[str]:
    return [hex_of(artist.get_facecolor())]


def _first_face(artist: Any, _: str = "") -> list[str]:
    return [hex_of(list(artist.get_facecolor()[0]))]


def _faces(artist: Any, _: str = "") -> list[str]:
    return [hex_of(color) for color in artist.get_facecolor().tolist()]


def _edges(artist: Any, _: str = "") -> list[str]:
    return [hex_of(color) for color in artist.get_edgecolor().tolist()]


def _line(artist: Any, _: str = "") -> list[str]:
    return [hex_of(artist.get_color())]


def _bar(artist: Any, _: str = "") -> list[str]:
    # the colour before alpha: the original reads this private attribute
    return [hex_of(list(artist._original_facecolor))]


def _map(artist: Any, _: str = "") -> list[str]:
    return [str(artist.get_cmap().name)]


def _patches(artist: Any, _: str = "") -> list[str]:
    return [hex_of(patch.get_facecolor()) for patch in artist.patches]


def _points(artist: Any, color: str) -> list[str]:
    if not color.startswith("#"):
        return [color]
    return _first_face(artist) if len(artist.get_facecolor()) else []


def _points_3d(artist: Any, color: str) -> list[str]:
    return _faces(artist) if color.startswith("#") else [color]


def _surface(artist: Any, color: str) -> list[str]:
    return _first_face(artist) if color.startswith("#") else [color]


def _network_edges(artist: Any, _: str = "") -> list[str]:
    return [hex_of(line.get_facecolor()) for line in artist] if isinstance(artist, list) else _edges(artist)


def _whole(now: Callable[[Any, str], list[str]]) -> Drawn:
    """The result is one artist, kept under its last colour."""

    def drawn(result: Any, _: tuple[Any, ...], __: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        return [(now(result, "#")[-1], result)]

    return drawn


def _each(parts: Callable[[Any], Iterable[Any]], now: Callable[[Any, str], list[str]]) -> Drawn:
    """The result holds several artists of one colour each."""

    def drawn(result: Any, _: tuple[Any, ...], __: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        return [(now(part, "")[0], part) for part in parts(result)]

    return drawn


def _own(now: Callable[[Any, str], list[str]]) -> Drawn:
    """A constructor: the artist is its first argument; subclasses are not looked at."""

    def drawn(_: Any, arguments: tuple[Any, ...], __: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        artist = arguments[0]
        is_known = type(artist).__name__ in ("NonUniformImage", "Ellipse", "Circle", "VennDiagram")
        return [(now(artist, "")[-1], artist)] if is_known else []

    return drawn


def _mapped(now: Callable[[Any, str], list[str]]) -> Drawn:
    """A colour map where one was asked for by name, else the artist's colours."""

    def drawn(result: Any, _: tuple[Any, ...], named: dict[str, Any]) -> Iterable[tuple[str, Any]]:
        chosen = named.get("cmap")
        if chosen is not None:
            return [(chosen if isinstance(chosen, str) else str(chosen.name), result)]
        colors = now(result, "#")
        return [(colors[-1], result)] if colors else []

    return drawn


def _line_spec(result: Any, _: tuple[Any, ...], __: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    return [(hex_of(result[1]["color"]), result[0])]


def _boxes(result: Any) -> list[Any]:
    return [item for item in result["boxes"] if type(item).__name__ == "PathPatch"]


def _histogram(result: Any) -> list[Any]:
    groups = result[2]
    nested = type(groups).__name__ == "silent_list"
    return [patch for group in groups for patch in group] if nested else list(groups)


def _squares(result: Any) -> list[Any]:
    return [patch for container in result.containers for patch in container]


LINE_SPEC = Reader(_line_spec, _line)
LINE = Reader(_whole(_line), _line)
PATCH = Reader(_whole(_face), _face)
FIRST_FACE = Reader(_whole(_first_face), _first_face)
FACES = Reader(_whole(_faces), _faces)
EDGES = Reader(_whole(_edges), _edges)
COLOR_MAP = Reader(_whole(_map), _map)
BARS = Reader(_each(list, _bar), _bar)
PATCHES = Reader(_each(list, _face), _face)
PIE = Reader(_each(lambda result: list(result[0]), _face), _face)
BOXES = Reader(_each(_boxes, _face), _face)
BODIES = Reader(_each(lambda result: list(result["bodies"]), _first_face), _first_face)
HISTOGRAM = Reader(_each(_histogram, _face), _face)
SQUARES = Reader(_each(_squares, _face), _face, "_squarify")
SCATTER = Reader(_mapped(_points), _points)
POLAR_SCATTER = Reader(_mapped(_points), _points, "_polar", "_polar")
POLAR_LINES = Reader(_each(list, _line), _line, "_polar", "_polar")
SCATTER_3D = Reader(_mapped(_points_3d), _points_3d, "_3d", "_3d")
LINES_3D = Reader(_each(list, _line), _line, "_3d", "_3d")
SURFACE_3D = Reader(_mapped(_surface), _surface, "_3d", "_3d")
FIRST_FACE_3D = Reader(_whole(_first_face), _first_face, "_3d", "_3d")
BARS_3D = Reader(_each(list, _face), _face, "_3d", "_3d")
FACES_3D = Reader(_whole(_faces), _faces, "_3d", "_3d")
NETWORK_EDGES = Reader(_whole(_network_edges), _network_edges)
NETWORK_LABELS = Reader(_each(lambda result: list(result.values()), _line), _line)
OWN_COLOR_MAP = Reader(_own(_map), _map)
OWN_FACE = Reader(_own(_face), _face)
OWN_PATCHES = Reader(_own(_patches), _patches)
