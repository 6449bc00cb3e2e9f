"""How often a picture is looked at, and how far it is moved each time.

Letters that a small model misreads where they lie across its patches it reads when they lie otherwise.
"""

SHIFTS = ((0, 0), (3, 3), (-3, 3), (3, -3), (-3, -3), (3, 0), (0, 3), (-3, 0), (0, -3))
"""How far right and down, in pixels, each view is moved."""
CHOICES = range(1, len(SHIFTS) + 1)
"""How many views a picture can be shown in."""
SMALL = 100_000_000
"""Parameters below which looking again costs little."""


def usual_views(parameters: int) -> int:
    """How many views a model of so many parameters takes where nothing else is asked for."""
    return 4 if parameters < SMALL else 1
