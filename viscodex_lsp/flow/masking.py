"""Secrets in pictures are covered before the pictures leave this machine, or the pictures are not sent."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from viscodex_lsp.core.errors import NoLocalServer, NotMasked
from viscodex_lsp.core.nouns import Picture
from viscodex_lsp.core.picture.cover import cover
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.edges.model.chat.address import is_this_machine
from viscodex_lsp.edges.model.completer import Notify
from viscodex_lsp.ports import Ports

# A picture is not sent where reading it takes longer.
SECONDS = 60.0


async def mask(
    pictures: Sequence[Picture],
    *,
    ports: Ports,
    settings: Settings,
    notify: Notify,
    leaves: bool | None = None,
) -> tuple[list[Picture], str]:
    """The pictures as they may be sent, and what kinds of secrets were covered in them ("" for none).

    Nothing is done where pictures stay on this machine, where masking is off, and where no reader is installed.
    `leaves` says whether what they show leaves it; None: it goes to the configured server.

    Raises:
        NotMasked: the pictures could not be searched; they must not be sent.
    """
    if leaves is None:
        leaves = bool(settings.server.url) and not is_this_machine(settings.server.url)
    if not leaves or not settings.privacy.mask_secrets or not ports.can_find_secrets():
        return list(pictures), ""
    notify("Looking for secrets in the picture before it is sent")
    kinds: Counter[str] = Counter()
    try:
        async with asyncio.timeout(SECONDS):
            masked = [await _masked(picture, kinds, ports, settings, notify) for picture in pictures]
    except TimeoutError as error:
        raise NotMasked(f"it took longer than {SECONDS:g} s") from error
    except NoLocalServer as error:
        raise NotMasked(str(error).rstrip(".")) from error
    told = ", ".join(f"{count} × {kind}" for kind, count in sorted(kinds.items()))
    return masked, told


async def _masked(
    picture: Picture, kinds: Counter[str], ports: Ports, settings: Settings, notify: Notify
) -> Picture:
    parts = [await _covered(part, kinds, ports, settings, notify) for part in picture.parts]
    first, *below = [replace(part, below=()) for part in parts]
    return replace(first, below=tuple(below))


async def _covered(
    part: Picture, kinds: Counter[str], ports: Ports, settings: Settings, notify: Notify
) -> Picture:
    found = await ports.find_secrets(part, settings, notify)
    if not found:
        return part
    kinds.update(secret.kind for secret in found)
    return await asyncio.to_thread(cover, part, [secret.box for secret in found])
