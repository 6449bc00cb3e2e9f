"""Tiny models, one thread: on a busy machine several threads mostly wait for one another."""

import pytest
import torch


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)
