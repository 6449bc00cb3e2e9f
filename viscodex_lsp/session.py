"""The server's only state between requests: attached pictures and pending proposals, both bounded.

Both belong to a document and are forgotten when it closes.
"""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.menu.offers import Attached
from viscodex_lsp.core.nouns import CheckedPatch, Picture, Proposal, Span
from viscodex_lsp.core.truth.nouns.likeness import Likeness

MOST_PICTURES = 16
MOST_PICTURE_BYTES = 64 * 1024 * 1024
MOST_PROPOSALS = 4
MOST_MADE = 4


@dataclass(frozen=True, slots=True)
class Basis:
    """What code was made from: the pictures as they were sent, how a person would name them, and the instruction; and
    how like them it is, where that was compared, after which rounds."""

    pictures: tuple[Picture, ...]
    origin: str
    instruction: str
    likeness: Likeness | None = None
    rounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JustMade:
    """Code that was applied, as it was written, and what it was made from."""

    code: str
    basis: Basis

    def find(self, text: str) -> Span | None:
        """Where it stands in a document; None where it was changed or stands there twice."""
        start = text.find(self.code)
        twice = start < 0 or text.find(self.code, start + 1) >= 0
        return None if twice else Span(start, start + len(self.code))


@dataclass
class Session:
    """`pictures` maps id → (uri, picture), oldest first; `proposals` maps uri → its proposals, oldest first. Of the
    `discarded` ones an editor may still show the edit, until its document changes.

    `bases` maps the id of a proposal to what it was made from, and `made` the uri of a document to what was made there
    last: so that either can be brought closer to its picture.
    """

    pictures: OrderedDict[str, tuple[str, Picture]] = field(default_factory=OrderedDict)
    proposals: dict[str, list[Proposal]] = field(default_factory=dict)
    discarded: dict[str, list[Proposal]] = field(default_factory=dict)
    bases: dict[str, Basis] = field(default_factory=dict)
    made: OrderedDict[str, JustMade] = field(default_factory=OrderedDict)

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

    def propose(
        self,
        uri: str,
        *,
        origin: str,
        summary: str,
        checked: CheckedPatch,
        told: str = "",
        held: str = "",
        basis: Basis | None = None,
    ) -> Proposal:
        """Keep a finished result, forgetting the oldest one beyond the bound."""
        proposal = Proposal(secrets.token_hex(8), origin, summary, checked, told, held)
        mine = self.proposals.setdefault(uri, [])
        mine.append(proposal)
        if basis is not None:
            self.bases[proposal.id] = basis
        for old in mine[:-MOST_PROPOSALS]:
            self.bases.pop(old.id, None)
        del mine[:-MOST_PROPOSALS]
        return proposal

    def note_made(self, uri: str, checked: CheckedPatch, basis: Basis | None) -> None:
        """Remember what was made in `uri` last, forgetting the oldest beyond the bound."""
        parts = [part for part in checked.replacements if part != checked.imports] or checked.replacements
        code = max((part.text for part in parts), key=len).strip("\r\n")
        self.made.pop(uri, None)
        if basis is not None and code.strip():
            self.made[uri] = JustMade(code, basis)
        while len(self.made) > MOST_MADE:
            self.made.popitem(last=False)

    def pending(self, uri: str) -> tuple[Proposal, ...]:
        """The proposals of `uri`, newest first."""
        return tuple(reversed(self.proposals.get(uri, [])))

    def replace(self, uri: str, proposal: Proposal) -> None:
        """Keep the same proposal, moved to a newer version of its document."""
        mine = self.proposals.get(uri, [])
        mine[:] = [proposal if old.id == proposal.id else old for old in mine]

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
        self.bases.pop(name, None)
        self.proposals[uri] = kept
        if not kept:
            del self.proposals[uri]

    def discard(self, uri: str, proposal: Proposal) -> None:
        """Forget a proposal that the person does not want, as soon as no editor can show it any more."""
        self.drop(uri, proposal.id)
        mine = self.discarded.setdefault(uri, [])
        mine.append(proposal)
        del mine[:-MOST_PROPOSALS]

    def close(self, uri: str) -> None:
        """Forget everything that belongs to `uri`."""
        self.discarded.pop(uri, None)
        for proposal in self.proposals.pop(uri, []):
            self.bases.pop(proposal.id, None)
        self.made.pop(uri, None)
        for name in [name for name, (owner, _) in self.pictures.items() if owner == uri]:
            del self.pictures[name]

    def _bytes(self) -> int:
        return sum(picture.byte_count for _, picture in self.pictures.values())
