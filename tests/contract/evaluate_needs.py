"""What scoring needs and a machine may lack: marks that skip a test with the reason."""

from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.core.sandbox import require_sandbox
from viscodex_model.evaluate.browser import DEFAULT_BROWSER


def _sandbox_works() -> bool:
    try:
        require_sandbox()
    except UserError:
        return False
    return True


needs_sandbox = pytest.mark.skipif(
    not _sandbox_works(), reason="bubblewrap is not installed or may not be used here"
)
needs_browser = pytest.mark.skipif(not Path(DEFAULT_BROWSER).exists(), reason="chromium is not installed")
