"""Number types for argparse, whose errors are sentences."""

import argparse


def positive(text: str) -> int:
    """A whole number from 1 on."""
    return _at_least(int(text), 1)


def natural(text: str) -> int:
    """A whole number from 0 on."""
    return _at_least(int(text), 0)


def _at_least(number: int, least: int) -> int:
    if number < least:
        raise argparse.ArgumentTypeError(f"{number} is less than {least}")
    return number
