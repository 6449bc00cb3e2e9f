"""The things that travel from picture to edit, all frozen.

    Picture + Document + Span → Context → Prompt → Reply → Patch → CheckedPatch → Proposal

Offsets are Unicode code points into `Document.text`; `positions` turns them into a client's units.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be sent: RGB, upright, without metadata, within the pixel budget.

    `data` is the encoded file, `width` and `height` are its pixels, `origin` is how a person would name
    its source ("clipboard", "mock.png"). A long picture is cut: what follows this part lies in `below`, from top to
    bottom, each part a picture without a `below` of its own. `original_width` is how wide it was before it was scaled
    down; 0 where that is not known.
    """

    data: bytes
    mime: str
    width: int
    height: int
    origin: str
    below: tuple["Picture", ...] = ()
    original_width: int = field(default=0, compare=False)

    @property
    def size(self) -> str:
        """Width and height of the whole as people write them: "1280x800"."""
        return f"{self.width}x{self.height + sum(part.height for part in self.below)}"

    @property
    def parts(self) -> tuple["Picture", ...]:
        """This part and those below it."""
        return (replace(self, below=()), *self.below)

    @property
    def byte_count(self) -> int:
        """The bytes of all parts."""
        return len(self.data) + sum(len(part.data) for part in self.below)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code-point offsets, `start <= end`; a cursor is an empty span."""

    start: int
    end: int

    @property
    def empty(self) -> bool:
        return self.start == self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One version of an open file. `version` is the client's number, None outside an editor; `revision` counts the
    changes that were seen, and tells versions apart where the client's number does not."""

    uri: str
    language: str
    version: int | None
    text: str
    revision: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Style:
    """How a document is written: one step of indentation, its line end, its quote character."""

    indent: str
    newline: str
    quote: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the model is told about the place the code goes to; texts are excerpts of one document.

    `scopes` are the heads of the enclosing scopes, outermost first; `siblings` the signatures beside the
    place; `before` and `after` the lines around the span, `selection` the text in it; `dependencies` names
    only; `project` lines about components and design tokens that may be used; `tailwind` says that the project is
    styled with Tailwind's classes. `depth` is the indentation of the place itself; `standing` a sentence on what may
    stand there.
    """

    file_name: str
    language: str
    scopes: tuple[str, ...]
    imports: tuple[str, ...]
    siblings: tuple[str, ...]
    before: str
    selection: str
    after: str
    dependencies: tuple[str, ...]
    style: Style
    depth: str
    project: tuple[str, ...] = ()
    tailwind: bool = False
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation: `role` is system, user or assistant; pictures stand where they belong."""

    role: str
    parts: tuple[str | Picture, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked of the model."""

    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything the model said. `finish` is its reason to stop: "stop", "length", or None if unknown."""

    text: str
    finish: str | None


@dataclass(frozen=True, slots=True)
class Hunk:
    """One change of a reply that is written as a change: lines that are there, and those to have instead."""

    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replacement:
    """`text` takes the place of `span`."""

    span: Span
    text: str

    def moved(self, by: int) -> "Replacement":
        """The same further down a text, by so many code points."""
        return Replacement(Span(self.span.start + by, self.span.end + by), self.text)


@dataclass(frozen=True, slots=True)
class Patch:
    """Code as the model meant it, out of its fence. `label` is the fence's language; `cut_off` says that it
    ends before its end, `ended` that the model closed the fence it had opened.

    `notes` name what of the reply is not in `code`. Where `code` was put together out of blocks in several
    languages, `parts` are these, each with its label. `hunks` say that the reply is a change of lines that are
    there; `code` is then its text as it came. A `depth` is the indentation that the code has for certain, as the reply
    gave the lines above it too. `examples` show how the code is used, each with the note that it is left out.
    `others` are edits elsewhere in the document that the code needs. `fewer` is the same without what may be meant for
    another place, for where the whole does not fit.
    """

    code: str
    label: str | None
    cut_off: bool
    ended: bool = True
    notes: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    hunks: tuple[Hunk, ...] = ()
    depth: str | None = None
    examples: tuple[tuple[str, str], ...] = ()
    others: tuple[Replacement, ...] = ()
    fewer: "Patch | None" = None


Companion = Literal["styles", "types", "test", "story"]
"""What may be asked for beside a component."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture that is cut out of the picture, as a new file; `size` is like "120x80", `reference` what the code calls
    it."""

    uri: str
    data: bytes
    size: str
    reference: str = ""


@dataclass(frozen=True, slots=True)
class CheckedPatch:
    """Edits of `document` that passed every check. Only `checks` makes one; only it can reach an editor.

    `replacements` do not overlap and are sorted by position; the one that brings in imports is `imports` too. `notes`
    say what was repaired. A `doubt` says, in words for the model, what it could do better: worth one more question, no
    reason to refuse. `companions` are the edits of other files that belong to it, all or nothing; one that `creates` is
    the whole of a file that is not there yet. `assets` are pictures that the code refers to.
    """

    document: Document
    replacements: tuple[Replacement, ...]
    notes: tuple[str, ...]
    syntax_checked: bool
    doubt: str = ""
    imports: Replacement | None = None
    companions: "tuple[CheckedPatch, ...]" = ()
    creates: bool = False
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finished result that waits for its person. `origin` names the picture, `summary` the change, `told` says how
    like the picture it is, `held` what differs where it waits for that. `refused` says that the person was told that
    the editor did not take it: it may only have been slow."""

    id: str
    origin: str
    summary: str
    checked: CheckedPatch
    told: str = ""
    held: str = ""
    refused: bool = False

    @property
    def sentence(self) -> str:
        """The summary with its source and its likeness: "12 lines of HTML from mock.png, 92 % like the picture"."""
        return f"{self.summary} from {self.origin}{f', {self.told}' if self.told else ''}"


class Reason(StrEnum):
    """Why a reply was not turned into an edit, in the order of the checks."""

    EMPTY = "empty"
    NOT_CODE = "not-code"
    WRONG_LANGUAGE = "wrong-language"
    CUT_OFF = "cut-off"
    TOO_LARGE = "too-large"
    CONTROL_CHARACTERS = "control-characters"
    LEFT_OVER_FENCE = "left-over-fence"
    OTHER_PLACE = "other-place"
    ABRIDGED = "abridged"
    REPEATS_CONTEXT = "repeats-context"
    SECOND_NAME = "second-name"
    LINES_LOST = "lines-lost"
    SYNTAX = "syntax"
    UNCHANGED = "unchanged"
    UNLIKE = "unlike"
    NO_CLOSER = "no-closer"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was changed: `sentence` for the person, `detail` for the model's repair question."""

    reason: Reason
    sentence: str
    detail: str = ""
