"""Which kind a picture is of, by measurement, with a confidence from 0 to 1."""

from viscodex_model.read.kinds.tell import tell_kind
from viscodex_model.read.kinds.texture import is_noisy, measure_texture

__all__ = ["is_noisy", "measure_texture", "tell_kind"]
