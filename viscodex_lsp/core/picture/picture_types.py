"""What kind of file it is by its first bytes: one that can be decoded, or one that is refused by its name."""

from viscodex_lsp.core.errors import UnreadablePicture, UnsupportedPicture

_SUPPORTED = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"),
)
# The brands of ISO media files that are pictures (ISO/IEC 23008-12, AV1 Image File Format).
_ISO_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys(
        (
            b"heic",
            b"heix",
            b"heim",
            b"heis",
            b"hevc",
            b"hevx",
            b"hevm",
            b"hevs",
            b"heif",
            b"mif1",
            b"msf1",
            b"miaf",
        ),
        "HEIC",
    ),
    **dict.fromkeys((b"jp2 ", b"jpx ", b"jpm ", b"mjp2", b"jph "), "JPEG 2000"),
    b"jxl ": "JPEG XL",
    b"crx ": "a camera's raw file (CR3)",
}
_GENERAL_BRANDS = (b"mif1", b"msf1", b"miaf", b"heif")
_REFUSED = (
    (b"%PDF", "a PDF document", "Take a screenshot of the page, or export it as PNG."),
    (b"\x00\x00\x01\x00", "a Windows icon", "Save it as PNG."),
    (b"8BPS", "a Photoshop file", "Export it as PNG."),
    (b"%!PS", "a PostScript file", "Export it as PNG."),
    (b"gimp xcf", "a GIMP file", "Export it as PNG."),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "a JPEG 2000 picture", "Save it as PNG or JPEG."),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture", "Save it as PNG or JPEG."),
    (b"\xff\x0a", "a JPEG XL picture", "Save it as PNG or JPEG."),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", "Save it as PNG or JPEG."),
    (b"PK\x03\x04", "an archive or office document", "Take a screenshot of it, or export it as PNG."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
)
_READ = "PNG, JPEG, WebP, BMP, GIF and TIFF pictures can be read."
# A licence or an editor's remark may stand before the first element.
_TEXT_HEAD = 16_384


def picture_format(data: bytes, *, origin: str) -> str:
    """Pillow's name of the format.

    Raises:
        UnsupportedPicture: a known format that is not read, or text; the sentence names what to do.
        UnreadablePicture: bytes of no known kind.
    """
    for magic, name in _SUPPORTED:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        _refuse_iso(data, origin=origin)
    for magic, kind, hint in _REFUSED:
        if data.startswith(magic):
            raise UnsupportedPicture(f"{origin} is {kind}, which cannot be read. {hint}")
    _refuse_text(_head(data), origin=origin)
    raise UnreadablePicture(f"{origin} is not a picture, or its beginning is damaged. {_READ}")


def _refuse_iso(data: bytes, *, origin: str) -> None:
    """An ISO media file by its brand; a general brand is told apart by those that it is compatible with."""
    size = min(int.from_bytes(data[:4], "big"), 256)
    brands = [data[8:12], *(data[start : start + 4] for start in range(16, size, 4))]
    known = [brand for brand in brands if brand in _ISO_BRANDS]
    if brands[0] in _ISO_BRANDS:
        special = [brand for brand in known if brand not in _GENERAL_BRANDS]
        brand = special[0] if brands[0] in _GENERAL_BRANDS and special else brands[0]
        raise UnsupportedPicture(
            f"{origin} is {_ISO_BRANDS[brand]}, which cannot be read. Save it as PNG or JPEG."
        )
    raise UnsupportedPicture(f"{origin} is a video or audio file, not a picture. Take a screenshot of it.")


def is_svg(data: bytes) -> bool:
    """Whether the bytes are an SVG drawing."""
    return "<svg" in _head(data).lower() and not data.startswith(b"\x89PNG")


def _head(data: bytes) -> str:
    head = data[:_TEXT_HEAD]
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    return head.decode("utf-16" if wide else "utf-8", errors="ignore")


def _refuse_text(text: str, *, origin: str) -> None:
    if "<svg" in text.lower():
        raise UnsupportedPicture(
            f"{origin} is an SVG drawing, which has no pixels. Open it and take a screenshot, or export it "
            "as PNG."
        )
    if text and all(letter.isprintable() or letter.isspace() for letter in text):
        raise UnsupportedPicture(f"{origin} is text, not a picture. {_READ}")
