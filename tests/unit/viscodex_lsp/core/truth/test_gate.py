"""What the gate does with an edit, and how it tells why."""

import pytest

from viscodex_lsp.core.nouns import Document, Reason, Span
from viscodex_lsp.core.settings import TruthSettings
from viscodex_lsp.core.truth.gate import Asked, Outcome, asked_for, judge
from viscodex_lsp.core.truth.nouns.likeness import Likeness, Part, not_compared

WHOLE = Asked(part=False)
UNMEASURED = Part(None, "not drawn")


def likeness(
    value: float, *, missing: str = "", invented: str = "", seen: int = 40, shown: int = 35
) -> Likeness:
    return Likeness(
        Part(value, "40 words"),
        UNMEASURED,
        UNMEASURED,
        UNMEASURED,
        UNMEASURED,
        value,
        missing=tuple(missing.split()),
        invented=tuple(invented.split()),
        seen_words=seen,
        shown_words=shown,
    )


@pytest.mark.parametrize(
    ("mode", "outcomes"),
    [
        ("apply", ["apply", "propose", "refuse"]),
        ("propose", ["apply", "propose", "propose"]),
        ("refuse", ["apply", "refuse", "refuse"]),
        ("tell", ["apply", "apply", "apply"]),
        ("off", ["apply", "apply", "apply"]),
    ],
)
def test_each_mode_has_its_outcome_for_like_doubtful_and_foreign(mode: str, outcomes: list[str]) -> None:
    """At its bound a likeness counts as reached."""
    settings = TruthSettings.model_validate({"mode": mode, "applyFrom": 0.7, "refuseBelow": 0.4})
    found = [judge(likeness(value), WHOLE, settings).outcome for value in (0.7, 0.4, 0.39)]
    assert found == outcomes


def test_what_differs_is_told_in_numbers_and_words() -> None:
    """The sentence of the issue: how many are missing, which, and which were invented."""
    verdict = judge(
        likeness(0.5, missing="Sign up now", invented="Log in"), WHOLE, TruthSettings(apply_from=0.7)
    )
    assert verdict.told == "50 % like the picture"
    assert verdict.why == (
        "3 of 40 words are missing: Sign, up, now; 2 words are not in the picture: Log, in"
    )


def test_a_refusal_names_the_reason_and_the_way_out() -> None:
    """For the person and, without the setting, for the model."""
    refusal = judge(likeness(0.1, missing="Total"), WHOLE, TruthSettings()).refusal
    assert refusal.reason is Reason.UNLIKE
    assert "10 % like the picture: 1 of 40 words is missing: Total" in refusal.sentence
    assert "viscodex.truth.mode" in refusal.sentence
    assert "viscodex" not in refusal.detail


@pytest.mark.parametrize("mode", ["apply", "propose", "refuse"])
def test_what_cannot_be_measured_is_applied_and_says_so(mode: str) -> None:
    """As today, and never guessed."""
    verdict = judge(not_compared("no reader"), WHOLE, TruthSettings.model_validate({"mode": mode}))
    assert (verdict.outcome, verdict.told) == (Outcome.APPLY, "not compared")


@pytest.mark.parametrize(
    ("invented", "outcome"), [("", Outcome.APPLY), ("a b c d e f g h i j k l m n o p q r", Outcome.PROPOSE)]
)
def test_where_a_part_was_asked_for_only_invented_words_count(invented: str, outcome: Outcome) -> None:
    """ "Only the table" leaves words out; what stands in no picture is proposed, never refused."""
    asked = asked_for(Document("file:///a.html", "html", 1, ""), Span(0, 0), instruction="only the table")
    poor = likeness(0.2, missing=" ".join("wxyz" * 8), invented=invented)
    verdict = judge(poor, asked, TruthSettings())
    assert verdict.outcome is outcome
    assert verdict.told.endswith("of its 35 words are in the picture")


def test_words_of_the_selection_are_not_invented() -> None:
    """A rewrite keeps names and data that the picture does not speak about."""
    text = "<h1>Quarterly report</h1>"
    asked = asked_for(Document("file:///a.html", "html", 1, text), Span(0, len(text)), instruction="")
    kept = likeness(0.3, invented="Quarterly report", shown=2)
    verdict = judge(kept, asked, TruthSettings())
    assert verdict.outcome is Outcome.APPLY
    assert verdict.told == "2 of its 2 words are in the picture or were there"
    new = likeness(0.3, invented="Quarterly report shipping", shown=3)
    assert judge(new, asked, TruthSettings(apply_from=0.9)).why == "1 word is not in the picture: shipping"


def test_a_picture_of_few_words_says_too_little_for_a_refusal() -> None:
    """Such an answer waits; where no word was read and nothing drawn, nothing was compared."""
    assert judge(likeness(0.1, seen=3), WHOLE, TruthSettings()).outcome is Outcome.PROPOSE
    verdict = judge(likeness(0.0, seen=0), WHOLE, TruthSettings())
    assert (verdict.outcome, verdict.told) == (Outcome.APPLY, "not compared")
