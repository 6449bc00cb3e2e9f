"""What the server remembers is bounded, and forgotten when a document closes."""

from dataclasses import replace

import pytest

from viscodex_lsp.core.errors import NoPicture
from viscodex_lsp.core.nouns import CheckedPatch, Document, Picture, Replacement, Span
from viscodex_lsp.session import MOST_MADE, MOST_PICTURE_BYTES, MOST_PICTURES, MOST_PROPOSALS, Basis, Session

A, B = "file:///a.html", "file:///b.html"


def picture(size: int = 10) -> Picture:
    return Picture(bytes(size), "image/png", 4, 2, "mock.png")


def patch(uri: str) -> CheckedPatch:
    return CheckedPatch(Document(uri, "html", 1, ""), (), (), True)


def test_an_attached_picture_is_found_by_its_id() -> None:
    """The id that `attach` gives leads back to the picture, and names it for the menu."""
    session, kept = Session(), picture()
    name = session.attach(A, kept)
    assert session.picture(name) is kept
    assert [(item.id, item.name) for item in session.attached_to(A)] == [(name, "mock.png, 4x2")]
    assert session.attached_to(B) == ()


def test_the_same_picture_is_offered_once() -> None:
    """Attached again it becomes the newest; another document's, and the same from elsewhere, are others."""
    session = Session()
    first, second = session.attach(A, picture(1)), session.attach(A, picture(2))
    assert session.attach(A, picture(1)) == first
    assert [item.id for item in session.attached_to(A)] == [first, second]
    assert session.attach(B, picture(1)) != first
    assert session.attach(A, replace(picture(1), origin="screen")) != first


def test_the_oldest_pictures_are_forgotten() -> None:
    """At most so many pictures and bytes are kept; the newest always is."""
    session = Session()
    names = [session.attach(A, picture(size)) for size in range(1, MOST_PICTURES + 4)]
    assert list(session.pictures) == names[3:]
    huge = session.attach(A, picture(MOST_PICTURE_BYTES + 1))
    assert list(session.pictures) == [huge]
    with pytest.raises(NoPicture, match="attach it again"):
        session.picture(names[-1])


def test_proposals_are_bounded_and_newest_first() -> None:
    """A document keeps its last few results."""
    session = Session()
    made = [
        session.propose(A, origin="x.png", summary=str(n), checked=patch(A))
        for n in range(MOST_PROPOSALS + 2)
    ]
    assert session.pending(A) == tuple(reversed(made[2:]))
    assert session.find(None) == (A, made[-1])
    assert session.find(made[3].id) == (A, made[3])
    assert session.find("unknown") is None


def test_closing_a_document_forgets_what_belongs_to_it() -> None:
    """Pictures and proposals of a closed document are gone, others stay."""
    session = Session()
    for uri in (A, B):
        session.attach(uri, picture())
        session.propose(uri, origin="x.png", summary="1 line", checked=patch(uri))
    session.close(A)
    assert (session.attached_to(A), session.pending(A)) == ((), ())
    assert (len(session.attached_to(B)), len(session.pending(B))) == (1, 1)
    session.drop(B, session.pending(B)[0].id)
    assert session.proposals == {}


def test_what_was_made_last_is_found_while_it_stands_there_once() -> None:
    """Moved it is found, changed or doubled it is not; the imports that came with it are no part of it."""
    session = Session()
    imports = Replacement(Span(0, 0), "import math\n")
    code = Replacement(Span(0, 0), "\nsize = math.pi\n")
    checked = CheckedPatch(Document(A, "python", 1, ""), (imports, code), (), True, imports=imports)
    session.note_made(A, checked, Basis((picture(),), "mock.png", ""))
    made = session.made[A]
    assert made.find("# mine\nsize = math.pi\n") == Span(7, 21)
    assert made.find("size = math.e") is None
    assert made.find("size = math.pi\nsize = math.pi\n") is None


def test_what_was_made_is_bounded_and_forgotten_with_its_document() -> None:
    """As everything that is kept."""
    session, basis = Session(), Basis((), "mock.png", "")
    for number in range(MOST_MADE + 1):
        uri = f"file:///{number}.html"
        written = Replacement(Span(0, 0), "<p>")
        session.note_made(uri, CheckedPatch(Document(uri, "html", 1, ""), (written,), (), True), basis)
    assert len(session.made) == MOST_MADE and "file:///0.html" not in session.made
    proposal = session.propose(A, origin="a", summary="s", checked=patch(A), basis=basis)
    assert session.bases == {proposal.id: basis}
    session.close(A)
    session.close("file:///1.html")
    assert session.bases == {} and "file:///1.html" not in session.made
