"""Colour similarity by CIEDE2000, as Design2Code's Color and ChartMimic's Color use it.

Source: CIEDE2000 as in G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 color-difference formula" (2005), equations 2 to 22;
sRGB by IEC 61966-2-1; D65 white of the 2 degree observer. Where colormath 3.0, which both evaluators call, departs from
the paper, this follows colormath, so that scores agree with theirs: rounded constants, a mean hue that may pass 360
degrees, and no special mean hue for greys. The departures stay below 2e-4 of a unit (200,000 random pairs).
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_RGB_TO_XYZ = np.array(
    [[0.412424, 0.357579, 0.180464], [0.212656, 0.715158, 0.0721856], [0.0193324, 0.119193, 0.950444]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])
_CUBE_ROOT_FROM = 216.0 / 24389.0
_CHROMA_KNEE = 25.0**7


def lab_from_rgb(rgb: ArrayLike) -> Array:
    """CIE L*a*b* of sRGB values in 0..255; shape (..., 3) in and out."""
    scaled = np.asarray(rgb, dtype=np.float64) / 255.0
    linear = np.where(scaled <= 0.04045, scaled / 12.92, ((scaled + 0.055) / 1.055) ** 2.4)
    ratio = (linear @ _RGB_TO_XYZ.T) / _WHITE
    root = np.where(ratio > _CUBE_ROOT_FROM, np.cbrt(ratio), 7.787 * ratio + 16.0 / 116.0)
    x, y, z = root[..., 0], root[..., 1], root[..., 2]
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def ciede2000(first: ArrayLike, second: ArrayLike) -> Array:
    """The CIEDE2000 difference of two L*a*b* arrays of shapes (..., 3) that broadcast; 0 is equal."""
    one, two = np.broadcast_arrays(np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64))
    chroma_7 = ((np.hypot(one[..., 1], one[..., 2]) + np.hypot(two[..., 1], two[..., 2])) / 2) ** 7
    stretch = 1.5 - 0.5 * np.sqrt(chroma_7 / (chroma_7 + _CHROMA_KNEE))
    chroma_1, hue_1 = _chroma_and_hue(one, stretch)
    chroma_2, hue_2 = _chroma_and_hue(two, stretch)
    hue_step = _shorter_way_round(hue_2 - hue_1)
    lightness = (two[..., 0] - one[..., 0]) / _lightness_weight((one[..., 0] + two[..., 0]) / 2)
    mean_chroma = (chroma_1 + chroma_2) / 2
    mean_hue = (hue_1 + hue_2 + np.where(np.abs(hue_1 - hue_2) > 180.0, 360.0, 0.0)) / 2
    chroma = (chroma_2 - chroma_1) / (1.0 + 0.045 * mean_chroma)
    hue = 2.0 * np.sqrt(chroma_1 * chroma_2) * np.sin(np.radians(hue_step / 2))
    hue = hue / (1.0 + 0.015 * mean_chroma * _hue_weight(mean_hue))
    rotation = _rotation(mean_chroma, mean_hue)
    square = lightness**2 + chroma**2 + hue**2 + rotation * chroma * hue
    return np.asarray(np.sqrt(np.maximum(square, 0.0)))


def color_similarity(first_rgb: ArrayLike, second_rgb: ArrayLike) -> Array:
    """1 for equal sRGB colours (0..255), less one hundredth for each unit of CIEDE2000, never below 0."""
    difference = ciede2000(lab_from_rgb(first_rgb), lab_from_rgb(second_rgb))
    return np.asarray(np.maximum(0.0, 1.0 - difference / 100.0))


def _chroma_and_hue(lab: Array, stretch: Array) -> tuple[Array, Array]:
    red_green = lab[..., 1] * stretch
    hue = np.degrees(np.arctan2(lab[..., 2], red_green)) % 360.0
    return np.hypot(red_green, lab[..., 2]), hue


def _shorter_way_round(step: Array) -> Array:
    step = np.where(step > 180.0, step - 360.0, step)
    return np.where(step < -180.0, step + 360.0, step)


def _lightness_weight(mean_lightness: Array) -> Array:
    offset = (mean_lightness - 50.0) ** 2
    return 1.0 + 0.015 * offset / np.sqrt(20.0 + offset)


def _hue_weight(mean_hue: Array) -> Array:
    return (
        1.0
        - 0.17 * np.cos(np.radians(mean_hue - 30.0))
        + 0.24 * np.cos(np.radians(2.0 * mean_hue))
        + 0.32 * np.cos(np.radians(3.0 * mean_hue + 6.0))
        - 0.20 * np.cos(np.radians(4.0 * mean_hue - 63.0))
    )


def _rotation(mean_chroma: Array, mean_hue: Array) -> Array:
    angle = 60.0 * np.exp(-(((mean_hue - 275.0) / 25.0) ** 2))
    chroma_7 = mean_chroma**7
    return -2.0 * np.sqrt(chroma_7 / (chroma_7 + _CHROMA_KNEE)) * np.sin(np.radians(angle))
