"""One server of this project for all tests of this folder that need nothing special of it."""

from tests.fixtures.servers.embedded_server import embedded_server

__all__ = ["embedded_server"]
