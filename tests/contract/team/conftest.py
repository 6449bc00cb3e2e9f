"""One scripted engine behind the team server's gateway, for the tests of what passes through it."""

from collections.abc import AsyncIterator

import pytest

from tests.fixtures.servers.team_replica import Replica, replicas


@pytest.fixture
async def engine() -> AsyncIterator[Replica]:
    """The only replica."""
    async with replicas(1) as (one,):
        yield one
