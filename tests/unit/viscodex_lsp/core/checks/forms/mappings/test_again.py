"""Files of YAML and JSON that a reply writes again: what they add stands at its own place, a change is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.replies.reply_cases import told_of
from viscodex_lsp.core.checks.forms.mappings.again import merged
from viscodex_lsp.core.nouns import Document, Patch, Span
from viscodex_lsp.core.text.difference import apply_replacements

COMPOSE = "services:\n  web:\n    build: .\n    depends_on:\n      - db\n  db:\n    image: pg\n¦\nvolumes:\n  data:\n"
OBJECT = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  replicas: 2\n"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: api\nspec:\n  ports:\n    - port: 80"


async def test_services_lists_and_volumes_get_what_a_whole_file_adds() -> None:
    reply = COMPOSE.replace("- db\n", "- db\n      - redis\n").replace(
        "¦\n", "  redis:\n    image: redis\n\n"
    )
    reply = reply.replace("  data:\n", "  data:\n  cache:")
    told = await told_of("yaml", COMPOSE, reply)
    assert told.after == (
        "services:\n  web:\n    build: .\n    depends_on:\n      - db\n      - redis\n  db:\n    image: pg\n"
        "  redis:\n    image: redis\n\nvolumes:\n  data:\n  cache:\n"
    )
    assert "added what it has for other places: `- redis`, `cache:`" in told.words


@pytest.mark.parametrize(
    ("own", "new", "says"),
    [
        ("build: .", "build: ./web", "`services.web.build: . → ./web`"),
        ("- db", "- redis", "`services.web.depends_on`"),
        ("image: pg", "image:\n      name: pg", "`services.db.image`"),
    ],
)
async def test_another_value_is_refused_by_its_name(own: str, new: str, says: str) -> None:
    reply = COMPOSE.replace(own, new).replace("¦\n", "  redis:\n    image: redis\n\n")
    told = await told_of("yaml", COMPOSE, reply)
    assert told.after is None
    assert says in told.words


@pytest.mark.parametrize("begins", ["", "---\n", OBJECT + "---\n"])
async def test_a_further_object_of_kubernetes_is_a_document_of_its_own(begins: str) -> None:
    told = await told_of("yaml", f"{OBJECT}¦", begins + SERVICE)
    assert told.after == f"{OBJECT}---\n{SERVICE}\n"


async def test_an_object_in_another_is_refused() -> None:
    assert (await told_of("yaml", OBJECT.replace("  replicas", "  ¦\n  replicas"), SERVICE)).after is None


async def test_services_without_their_key_go_beside_those_above_a_place_at_the_margin() -> None:
    text = "services:\n  web:\n    build: .\n    ports:\n      - 80\n  db:\n    image: pg\n¦\nvolumes:\n  data:\n"
    told = await told_of("yaml", text, "  cache:\n    image: redis\n    ports:\n      - 1")
    assert told.after == text.replace("¦", "  cache:\n    image: redis\n    ports:\n      - 1\n")


async def test_a_member_given_again_with_another_value_stands_not_in_itself() -> None:
    text = '{\n  "s": {\n    "a": 1,\n    "b": 2¦\n  }\n}\n'
    told = await told_of("json", text, '"s": {\n  "a": 1,\n  "b": 3,\n  "c": 4\n},')
    assert told.after is None
    assert "`s.b: 2 → 3`" in told.words


NAMES = st.sampled_from("abcdef")
VALUES = st.recursive(
    st.integers(0, 9) | st.sampled_from(["x", "y // z", 'q"']),
    lambda inner: st.dictionaries(NAMES, inner, min_size=1, max_size=3) | st.lists(inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=4)


def _joined(own: Any, new: Any) -> Any:
    """Both objects, each key once; of two values that are no objects the first."""
    if isinstance(own, dict) and isinstance(new, dict):
        return {
            key: _joined(own[key], new[key]) if key in own and key in new else {**new, **own}[key]
            for key in {**own, **new}
        }
    return own


@settings(max_examples=60, deadline=None)
@given(own=OBJECTS, new=OBJECTS, at=st.integers(0, 200))
def test_a_file_with_additions_is_both_at_once_or_as_it_was(
    own: dict[str, Any], new: dict[str, Any], at: int
) -> None:
    text, both = json.dumps(own, indent=2), _joined(own, new)
    place = min(at, len(text))
    document = Document("file:///a.json", "json", 1, text)
    patch = merged(Patch(json.dumps(both, indent=4), "json", False), document, Span(place, place))
    if patch is not None:
        assert json.loads(apply_replacements(text, patch.others)) == both


@pytest.mark.parametrize("at", ["- run: a", "- run: b"])
async def test_a_job_goes_beside_the_job_that_the_place_is_in(at: str) -> None:
    text = "jobs:\n  test:\n    steps:\n      - run: a\n      - run: b\n"
    job = "  deploy:\n    steps:\n      - run: c\n"
    told = await told_of("yaml", text.replace(at, f"{at}¦"), f"jobs:\n{job}")
    assert told.after == text + job, told.words
    other = await told_of("yaml", text.replace(at, f"{at}¦"), "jobs:\n  deploy: none")
    assert other.after is None
