"""One third-party server for all tests of this folder."""

from tests.fixtures.servers.third_party_server import third_party_server

__all__ = ["third_party_server"]
