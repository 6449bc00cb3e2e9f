"""The face, size and weight of text are found from the measures of its words."""

import hypothesis.strategies as st
from hypothesis import given
from viscodex_model.read.scene.faces import Face, faces
from viscodex_model.read.scene.fit import Sample, choose, commonest_families, fits, snapped

SENTENCE = "Returns status of parser with respect to being initialized"


def drawn(face: Face, size: float, text: str) -> Sample:
    """What is measured where a browser sets a text in a face."""
    pen, words = 0.0, []
    for word in text.split():
        extent = face.extent(word)
        words.append((word, pen + extent.left * size, pen + extent.right * size))
        pen += face.advance(word + " ") * size
    whole = face.extent(text)
    return Sample(tuple(words), whole.height * size, whole.area * size**2)


@given(st.sampled_from(faces()), st.floats(9, 60))
def test_a_sentence_tells_its_face_and_size(face: Face, size: float) -> None:
    """From nine pixels on, family, weight and size are those it was set in."""
    best = fits(drawn(face, size, SENTENCE))[0]
    assert (best.face.family, best.face.bold) == (face.family, face.bold)
    assert abs(best.size - size) < 0.02 * size


def test_a_short_word_takes_the_family_of_its_page() -> None:
    """One word fits many faces; the page's family is likelier than another."""
    page = [(fits(drawn(faces()[0], 16, SENTENCE)), len(SENTENCE))] * 3
    word = fits(drawn(faces()[0], 16, "an"))
    assert choose(word, commonest_families(page), 2).face.family == faces()[0].family


def test_sizes_near_common_ones_are_those() -> None:
    """Measured sizes are a little off; pages are set in whole pixels."""
    assert [snapped(size) for size in (15.8, 13.4, 32.3, 21.1)] == [16, 13.333, 32, 21.0]
