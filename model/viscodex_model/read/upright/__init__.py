"""Pictures that stand upside down, lie on a side, are mirrored or tilted are read as if they stood upright."""

from viscodex_model.read.upright.stand import is_doubtful, may_be_turned, straightened, turned
from viscodex_model.read.upright.view import View

__all__ = ["View", "is_doubtful", "may_be_turned", "straightened", "turned"]
