"""The server's only state between requests: attached pictures and pending proposals, both bounded.

Both belong to a document and are forgotten when it closes.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.menu.offers import Attached
from viscodex_lsp.core.nouns import CheckedPatch, Picture, Proposal

MOST_PICTURES = 16
MOST_PICTURE_BYTES = 64 * 1024 * 1024
MOST_PROPOSALS = 4


@dataclass
class Session:
    """`pictures` maps id → (uri, picture), oldest first; `proposals` maps uri → its proposals, oldest first."""

    pictures: OrderedDict[str, tuple[str, Picture]] = field(default_factory=OrderedDict)
    proposals: dict[str, list[Proposal]] = field(default_factory=dict)

    def attach(self, uri: str, picture: Picture) -> str:
        """Keep `picture` for `uri`, forgetting the oldest ones beyond the bounds; its id comes back.

        The same picture once more is kept once, as the newest.
        """
        for name, kept in self.pictures.items():
            if kept == (uri, picture):
                self.pictures.move_to_end(name)
                return name
        name = secrets.token_hex(8)
        self.pictures[name] = (uri, picture)
        while len(self.pictures) > MOST_PICTURES or (
            len(self.pictures) > 1 and self._bytes() > MOST_PICTURE_BYTES
        ):
            self.pictures.popitem(last=False)
        return name

    def picture(self, name: str) -> Picture:
        """The attached picture `name`.

        Raises:
            NoPicture: it was never attached, or is forgotten.
        """
        if name not in self.pictures:
            raise NoPicture("The attached picture is no longer kept; attach it again.")
        return self.pictures[name][1]

    def attached_to(self, uri: str) -> tuple[Attached, ...]:
        """The pictures to offer at `uri`, newest first."""
        mine = [(name, picture) for name, (owner, picture) in self.pictures.items() if owner in (uri, "")]
        return tuple(Attached(name, f"{picture.origin}, {picture.size}") for name, picture in reversed(mine))

    def propose(self, uri: str, *, origin: str, summary: str, checked: CheckedPatch) -> Proposal:
        """Keep a finished result, forgetting the oldest one beyond the bound."""
        proposal = Proposal(secrets.token_hex(8), origin, summary, checked)
        mine = self.proposals.setdefault(uri, [])
        mine.append(proposal)
        del mine[:-MOST_PROPOSALS]
        return proposal

    def pending(self, uri: str) -> tuple[Proposal, ...]:
        """The proposals of `uri`, newest first."""
        return tuple(reversed(self.proposals.get(uri, [])))

    def replace(self, uri: str, proposal: Proposal) -> None:
        """Keep the same proposal, moved to a newer version of its document."""
        mine = self.proposals.get(uri, [])
        self.proposals[uri] = [proposal if old.id == proposal.id else old for old in mine]

    def find(self, name: str | None) -> tuple[str, Proposal] | None:
        """The proposal `name` with its uri; without a name the newest one."""
        for uri, mine in self.proposals.items():
            for proposal in reversed(mine):
                if name in (None, proposal.id):
                    return uri, proposal
        return None

    def drop(self, uri: str, name: str) -> None:
        """Forget the proposal `name`."""
        kept = [proposal for proposal in self.proposals.get(uri, []) if proposal.id != name]
        self.proposals[uri] = kept
        if not kept:
            del self.proposals[uri]

    def close(self, uri: str) -> None:
        """Forget everything that belongs to `uri`."""
        self.proposals.pop(uri, None)
        for name in [name for name, (owner, _) in self.pictures.items() if owner == uri]:
            del self.pictures[name]

    def _bytes(self) -> int:
        return sum(picture.byte_count for _, picture in self.pictures.values())
