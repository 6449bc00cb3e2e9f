"""The one error of the model package: a sentence that a person can act on.

    Exception
    └── UserError    said on the command line in one sentence, exit status 1

Anything else that escapes a stage is a bug and keeps its traceback.
"""


class UserError(Exception):
    """Something the user can mend. `str(error)` says what happened and what to do."""
