"""The weights are there, and are the ones their README names."""

from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.read.recognition.sessions import DETECTOR, RECOGNIZER, weights_path


@pytest.mark.parametrize("name", [DETECTOR, RECOGNIZER])
def test_the_weights_are_copies_of_those_of_their_package(name: str) -> None:
    package = find_spec("rapidocr")
    if package is None or package.origin is None:
        pytest.skip("rapidocr is not installed")
    original = Path(package.origin).parent / "models" / name
    assert sha256(weights_path(name).read_bytes()).digest() == sha256(original.read_bytes()).digest()


def test_missing_weights_are_told_with_what_installs_them() -> None:
    with pytest.raises(UserError, match="Run: "):
        weights_path("none.onnx")
