"""The recognition engine, loaded once for all tests of the reader."""

import pytest
from viscodex_model.read.recognition.engine import OnnxEngine, shared_engine


@pytest.fixture(scope="session")
def engine() -> OnnxEngine:
    return shared_engine()
