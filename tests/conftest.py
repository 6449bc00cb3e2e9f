"""What every test shares: hypothesis without deadlines, since a busy machine is no fault.

With CI in the environment it draws the same examples every time, so that a change is judged by what it changes.
"""

import os

from hypothesis import settings

settings.register_profile("patient", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("patient")
