"""Compiles a function of tensors by TorchScript, where the installed torch still has it.

Python lets go of its lock for each operation and has to take it again after. Workers that compute small slices stand in
each other's way by that: two of them took three times as long. TorchScript lets go of it once for the whole function.
"""

import warnings
from collections.abc import Callable
from typing import Any, TypeVar, cast

import torch

_Function = TypeVar("_Function", bound=Callable[..., Any])


def scripted(function: _Function) -> _Function:
    """`function`, quicker among threads. It must keep to what TorchScript understands, as must what it calls."""
    script = getattr(torch.jit, "script", None)
    if script is None:
        return function
    with warnings.catch_warnings():
        # The successors of TorchScript need a compiler on the user's machine.
        warnings.simplefilter("ignore", DeprecationWarning)
        try:
            return cast(_Function, script(function))
        except OSError:  # the source is not at hand, as in a frozen program
            return function
