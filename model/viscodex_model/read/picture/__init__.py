"""Pixels and what is measured of them: decoding with limits, colours, ink, regions and rules."""
