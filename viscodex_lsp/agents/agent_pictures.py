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
from viscodex_lsp.core.menu.request import AttachedSource, FileSource, PictureRegion, Source, check_count
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.flow.masking import mask
from viscodex_lsp.flow.pictures import prepare, read_picture
from viscodex_lsp.ports import Ports
from viscodex_lsp.session import Session

WHOLE_PIXELS = 64_000_000


@dataclass(frozen=True, slots=True)
class AgentPictures:
    """`told_on` says that answers are read by a model elsewhere, and so hold no secrets of pictures."""

    ports: Ports
    session: Session
    settings: Settings
    told_on: bool

    async def read(
        self,
        names: Sequence[str],
        *,
        folders: tuple[Path, ...],
        notify: Notify,
        region: PictureRegion | None = None,
    ) -> tuple[Picture, ...]:
        """The pictures, prepared and masked; of the first one only `region`, where that is given.

        Raises:
            UsageError: none, or too many; an address on the network.
            PictureError: one cannot be used, or lies outside the folders.
            NotMasked: they could not be searched for secrets.
        """
        if not names or not all(name.strip() for name in names):
            raise UsageError("No picture is named; give its path, or its data as a data: URI.")
        check_count(len(names))
        read = []
        for number, name in enumerate(names, 1):
            read.append(await self._read(name, number, folders, region if number == 1 else None, notify))
        if not self.told_on:
            return tuple(read)
        masked, kinds = await mask(read, ports=self.ports, settings=self.settings, notify=notify, leaves=True)
        if kinds:
            masked[0] = replace(masked[0], origin=f"{masked[0].origin} (masked: {kinds})")
        return tuple(masked)

    async def _read(
        self,
        name: str,
        number: int,
        folders: tuple[Path, ...],
        region: PictureRegion | None,
        notify: Notify,
    ) -> Picture:
        source: Source
        data = picture_data(name)
        if data is not None:
            # A region of it is named in its own pixels, so it is kept as large as it is.
            most = WHOLE_PIXELS if region is not None else self.settings.picture.max_pixels
            kept = await prepare(data, origin=f"picture {number}", max_pixels=most)
            if region is None:
                return kept
            source = AttachedSource(self.session.attach("", kept), region)
        else:
            source = FileSource(str(find_inside(name, folders)), region)
        return await read_picture(
            source,
            ports=self.ports,
            session=self.session,
            settings=self.settings,
            notify=notify,
            folder=None,
            roots=folders,
        )
