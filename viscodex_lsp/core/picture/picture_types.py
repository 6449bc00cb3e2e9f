"""The first bytes of a file in, the name of Pillow's decoder for it out, or a refusal with a way on."""

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
# The brands of ISO media files (bytes 8 to 12) that are pictures.
_ISO_BRANDS = {
    b"avif": "AVIF",
    b"avis": "AVIF",
    b"heic": "HEIC",
    b"heix": "HEIC",
    b"hevc": "HEIC",
    b"heim": "HEIC",
    b"mif1": "HEIC",
    b"msf1": "HEIC",
}
_REFUSED = (
    (b"%PDF", "a PDF document", "Take a screenshot of the page, or export it as PNG."),
    (b"\x00\x00\x01\x00", "a Windows icon", "Save it as PNG."),
    (b"8BPS", "a Photoshop file", "Export it as PNG."),
    (b"%!PS", "a PostScript file", "Export it as PNG."),
    (b"gimp xcf", "a GIMP file", "Export it as PNG."),
    (b"\xff\x0a", "a JPEG XL picture", "Save it as PNG or JPEG."),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture", "Save it as PNG or JPEG."),
    (b"PK\x03\x04", "an archive or office document", "Take a screenshot of it, or export it as PNG."),
    (b"\x1f\x8b", "a compressed file", "Unpack it first."),
)
_READ = "PNG, JPEG, WebP, BMP, GIF and TIFF pictures can be read."
_TEXT_HEAD = 4096


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
    if data[4:8] == b"ftyp" and data[8:12] in _ISO_BRANDS:
        raise UnsupportedPicture(
            f"{origin} is {_ISO_BRANDS[data[8:12]]}, which cannot be read. Save it as PNG or JPEG."
        )
    for magic, kind, hint in _REFUSED:
        if data.startswith(magic):
            raise UnsupportedPicture(f"{origin} is {kind}, not a picture. {hint}")
    _refuse_text(data[:_TEXT_HEAD], origin=origin)
    raise UnreadablePicture(f"{origin} is not a picture, or its beginning is damaged. {_READ}")


def _refuse_text(head: bytes, *, origin: str) -> None:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = head.decode("utf-16" if wide else "utf-8", errors="ignore")
    if "<svg" in text.lower():
        raise UnsupportedPicture(
            f"{origin} is an SVG drawing, which has no pixels. Open it and take a screenshot, or export it "
            "as PNG."
        )
    if text and all(letter.isprintable() or letter.isspace() for letter in text):
        raise UnsupportedPicture(f"{origin} is text, not a picture. {_READ}")
