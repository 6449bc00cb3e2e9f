"""Pictures that arrive ahead of a request: sent by the editor, or taken from the screen on command."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.menu.request import ScreenSource, read_source
from viscodex_lsp.flow.pictures import prepare
from viscodex_lsp.ports import Ports
from viscodex_lsp.server.configuration import Configuration
from viscodex_lsp.session import Session


class Inbox:
    """Prepares pictures and keeps them in the session."""

    def __init__(self, *, session: Session, ports: Ports, configuration: Configuration) -> None:
        self._session, self._ports, self._configuration = session, ports, configuration

    async def attach(self, fields: object) -> dict[str, Any]:
        """Serve `viscodex/attachPicture {uri, data, mime?, name?}`: id, width, height and bytes come back.

        Raises:
            VisCodexError: the data is no usable picture.
        """
        if not isinstance(fields, Mapping) or not isinstance(fields.get("data"), str):
            raise UsageError("viscodex/attachPicture needs uri and data, the picture in base64.")
        try:
            data = base64.b64decode(fields["data"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise UsageError("data is not valid base64; send the picture's bytes in base64.") from error
        return await self._keep(fields, data, origin=str(fields.get("name") or "attached picture"))

    async def capture(self, argument: object) -> dict[str, Any]:
        """Serve `viscodex.captureScreen {uri?, monitor?, region?}`: a screenshot, kept like an attached picture.

        Raises:
            VisCodexError: the screen cannot be read.
        """
        fields = argument if isinstance(argument, Mapping) else {}
        source = read_source({**fields, "kind": "screen"})
        if not isinstance(source, ScreenSource):
            raise UsageError("viscodex.captureScreen takes monitor or region.")
        data = await self._ports.capture_screen(source.monitor, source.region)
        return await self._keep(fields, data, origin="screenshot")

    async def _keep(self, fields: Mapping[str, Any], data: bytes, *, origin: str) -> dict[str, Any]:
        settings = await self._configuration.settings()
        picture = await prepare(data, origin=origin, max_pixels=settings.picture.max_pixels)
        name = self._session.attach(str(fields.get("uri") or ""), picture)
        return {"id": name, "width": picture.width, "height": picture.height, "bytes": len(picture.data)}
