"""Which kind a picture is of, by measurement, with a confidence from 0 to 1."""

from viscodex_model.read.kinds.tell import tell_kind

__all__ = ["tell_kind"]
