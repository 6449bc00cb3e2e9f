"""The extension as it would be installed, built once for all tests in VS Code."""

from pathlib import Path

import pytest

from tests.editors.vscode.installed import ToolsMissing, install_extension


@pytest.fixture(scope="session")
def extensions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of extensions with this one in it."""
    folder = tmp_path_factory.mktemp("extensions")
    try:
        install_extension(folder)
    except ToolsMissing as missing:
        pytest.skip(str(missing))
    return folder
