"""Reads the pictures that an agent names: files inside its folders, or data; secrets in them are covered.

What an agent is answered goes to its own model, which is mostly elsewhere: so pictures are masked even where the
model that reads them is on this machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from viscodex_lsp.agents.folders import find_inside
from viscodex_lsp.agents.order import picture_data
from viscodex_lsp.core.errors import UsageError
from viscodex_lsp.core.menu.request import MOST_PICTURES, FileSource
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.masking import mask
from viscodex_lsp.pictures import prepare, read_picture
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Session


@dataclass(frozen=True, slots=True)
class AgentPictures:
    """`told_on` says that answers are read by a model elsewhere, and so hold no secrets of pictures."""

    ports: Ports
    session: Session
    settings: Settings
    told_on: bool

    async def read(
        self, names: Sequence[str], *, folders: tuple[Path, ...], notify: Notify
    ) -> tuple[Picture, ...]:
        """The pictures, prepared and masked.

        Raises:
            UsageError: none, or too many; an address on the network.
            PictureError: one cannot be used, or lies outside the folders.
            NotMasked: they could not be searched for secrets.
        """
        if not names or not all(name.strip() for name in names):
            raise UsageError("No picture is named; give its path, or its data as a data: URI.")
        if len(names) > MOST_PICTURES:
            raise UsageError(f"{len(names)} pictures are named; a request may have {MOST_PICTURES} at most.")
        read = [await self._read(name, number, folders) for number, name in enumerate(names, 1)]
        if not self.told_on:
            return tuple(read)
        masked, kinds = await mask(read, ports=self.ports, settings=self.settings, notify=notify, leaves=True)
        if kinds:
            masked[0] = replace(masked[0], origin=f"{masked[0].origin} (masked: {kinds})")
        return tuple(masked)

    async def _read(self, name: str, number: int, folders: tuple[Path, ...]) -> Picture:
        most = self.settings.picture.max_pixels
        data = picture_data(name)
        if data is not None:
            return await prepare(data, origin=f"picture {number}", max_pixels=most)
        return await read_picture(
            FileSource(str(find_inside(name, folders))),
            ports=self.ports,
            session=self.session,
            max_pixels=most,
            folder=None,
            roots=folders,
        )
