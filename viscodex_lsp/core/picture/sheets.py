"""From one image to the sheets that are sent: scaled down, filled up, or cut into parts that each fit.

A full-page screenshot that is scaled down until it fits has no text left. It is cut instead, where a row says that
nothing goes on across it: an empty row, or rows that all look the same.
"""

from PIL import Image, ImageChops

# Models with patches of 28 pixels refuse a thinner picture; what is filled up is filled up for those of 32 too.
REFUSED_BELOW, LEAST_SIDE = 28, 32
MOST_PARTS = 12
# Text of common size is read down to about this scale.
_READABLE = 0.75
# A picture is long when cutting it gives parts that are no strips themselves.
_LONG = 2.0
# A part ends in its last two fifths, at the widest gap there.
_EARLIEST = 0.6
_LEAST_GAP = 3
# Differences below this are noise of a lossy picture.
_SAME = 12


def fitting_size(size: tuple[int, int], max_pixels: int) -> tuple[int, int]:
    """The size, or the largest of the same ratio within the budget, sides rounded down."""
    width, height = size
    if width * height <= max_pixels:
        return size
    factor = (max_pixels / (width * height)) ** 0.5
    return max(1, int(width * factor)), max(1, int(height * factor))


def part_size(size: tuple[int, int], max_pixels: int) -> tuple[int, int] | None:
    """How wide a long picture is sent, and how high its parts may be; None for one that is sent whole.

    A width beyond what a part can be is scaled down, and a picture of too many parts as well.
    """
    width, height = size
    if height < _LONG * width or (max_pixels / (width * height)) ** 0.5 >= _READABLE:
        return None
    scaled = min(width, int(max_pixels**0.5))
    while scaled > LEAST_SIDE:
        most = max_pixels // scaled
        if -(-height * scaled // width) <= most * _EARLIEST * MOST_PARTS:
            break
        scaled = int(scaled * 0.9)
    return scaled, max_pixels // scaled


def scaled_to(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The image in another size; the gap makes huge pictures cheap and leaves screenshots to the full filter."""
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def filled_up(image: Image.Image) -> Image.Image:
    """The image with its last corner's colour beyond its right and lower edge, where it is too thin for models."""
    if min(image.size) >= REFUSED_BELOW:
        return image
    size = (max(LEAST_SIDE, image.width), max(LEAST_SIDE, image.height))
    sheet = Image.new(image.mode, size, image.getpixel((image.width - 1, image.height - 1)))
    sheet.paste(image, (0, 0))
    return sheet


def cut(image: Image.Image, most: int) -> list[Image.Image]:
    """Parts of at most `most` rows, from top to bottom, cut where nothing goes on across the cut."""
    calm = _calm_rows(image)
    parts, top = [], 0
    while image.height - top > most:
        bottom = _gap(calm, top + int(most * _EARLIEST), top + most)
        parts.append(image.crop((0, top, image.width, bottom)))
        top = bottom
    return [*parts, image.crop((0, top, image.width, image.height))]


def _calm_rows(image: Image.Image) -> list[int]:
    """For each row 2 where it is of one colour, 1 where it looks like the row above it, else 0."""
    grey = image.convert("L")
    beside = ImageChops.difference(grey, ImageChops.offset(grey, 1, 0)).crop((1, 0, grey.width, grey.height))
    above = ImageChops.difference(grey, ImageChops.offset(grey, 0, 1))
    uneven, changed = _marked_rows(beside), _marked_rows(above)
    changed[0] = 1
    return [2 if not row else int(not change) for row, change in zip(uneven, changed, strict=True)]


def _marked_rows(difference: Image.Image) -> list[int]:
    rows: list[int] = difference.point(lambda value: 255 * (value > _SAME)).getprojection()[1]
    return rows


def _gap(calm: list[int], first: int, last: int) -> int:
    """The middle of the widest run of empty rows between `first` and `last`, else of rows that look the same, else
    `last`."""
    for least in (2, 1):
        best = (0, 0)
        start = None
        for row in range(first, last + 1):
            if row < last and calm[row] >= least:
                start = row if start is None else start
            elif start is not None:
                best = max(best, (row - start, start))
                start = None
        if best[0] >= _LEAST_GAP:
            return best[1] + best[0] // 2
    return last
