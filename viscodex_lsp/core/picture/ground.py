"""From any of Pillow's modes to RGB: deep grey is scaled to 8 bits, and transparent parts get a ground.

The ground is white as in a browser, but dark under a white drawing, which on white would be a blank sheet.
"""

from PIL import Image, ImageChops

from viscodex_lsp.core.errors import UnreadablePicture

_DARK = (38, 38, 38)
# From this brightness on a line is hardly seen on white.
_BRIGHT = 208
_OPAQUE = 128
# Nearly all of what is drawn is bright; or most of it is, in a picture that is mostly empty, as drawings are and
# screenshots of windows are not.
_ALL, _MOST, _EMPTY = 0.995, 0.8, 0.3


def in_rgb(image: Image.Image) -> Image.Image:
    """The picture as a person would see it.

    Raises:
        UnreadablePicture: nothing is to be seen: every pixel is transparent, and all have one colour.
    """
    if image.mode in ("F", "I") or image.mode.startswith("I;"):
        image = _eight_bits(image)
    if image.mode not in ("RGBA", "LA", "PA", "La", "RGBa") and "transparency" not in image.info:
        return image if image.mode == "RGB" else image.convert("RGB")
    layer = image.convert("RGBA")
    alpha = layer.getchannel("A")
    if alpha.getextrema() == (0, 0):
        return _colours_below(layer)
    flat = Image.new("RGB", layer.size, _ground(layer, alpha))
    flat.paste(layer, mask=alpha)
    return flat


def _colours_below(layer: Image.Image) -> Image.Image:
    """Colours under an alpha of 0 everywhere: the clipboard of Windows writes it so and means nothing by it."""
    colours = layer.convert("RGB")
    if len(colours.getcolors(2) or "several") == 1:
        raise UnreadablePicture(
            "Every pixel of the picture is transparent: there is nothing to see. Save or copy it again."
        )
    return colours


def _ground(layer: Image.Image, alpha: Image.Image) -> tuple[int, int, int]:
    opaque = alpha.point(lambda value: 255 * (value >= _OPAQUE))
    bright = layer.convert("L").point(lambda value: 255 * (value >= _BRIGHT))
    everything = layer.width * layer.height
    drawn = opaque.histogram()[255]
    whites = ImageChops.multiply(opaque, bright).histogram()[255]
    if drawn == everything or not drawn:
        return (255, 255, 255)
    share = whites / drawn
    is_drawing = share >= _ALL or (share >= _MOST and drawn < (1 - _EMPTY) * everything)
    return _DARK if is_drawing else (255, 255, 255)


def _eight_bits(image: Image.Image) -> Image.Image:
    deep = image.convert("F")
    darkest, brightest = deep.getextrema()
    if isinstance(darkest, tuple) or isinstance(brightest, tuple):
        raise UnreadablePicture("The picture's grey values cannot be read. Save it as an 8-bit PNG.")
    step = 255 / _white_level(image.mode, brightest)
    grey = deep.point(lambda value: value * step + 0.5).convert("L")
    grey.info.pop("transparency", None)  # a 16-bit value, meaningless for 8 bits
    return grey


def _white_level(mode: str, brightest: float) -> float:
    """The value that stands for white: 16 bits say it, wider modes only show it by their brightest pixel."""
    if mode.startswith("I;") or (mode == "I" and brightest <= 65535):
        return 65535.0
    return max(brightest, 1.0)
