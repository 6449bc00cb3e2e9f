"""An entry of YAML that was drawn with the keys around it, for a place in an entry of its kind."""

import pytest

from tests.fixtures.replies.reply_cases import told_of

COMPOSE = "services:\n  web:\n    build: .\n    ports:\n      - 80\n    ¦\n  db:\n    image: pg\n"
FLOW = "name: CI\non: push\n\njobs:\n  test:\n    runs-on: ubuntu\n    steps:\n      - run: a\n      ¦\n"


async def test_a_service_goes_beside_the_one_around_the_place() -> None:
    told = await told_of("yaml", COMPOSE, "services:\n  cache:\n    image: redis\n    ports:\n      - 1")
    assert told.after == COMPOSE.replace("    ¦", "  cache:\n    image: redis\n    ports:\n      - 1")
    assert "left out lines that are there already" in told.words


async def test_of_a_whole_workflow_the_new_job_is_taken() -> None:
    told = await told_of(
        "yaml", FLOW, "name: CI\non: push\n\njobs:\n  lint:\n    runs-on: ubuntu\n    steps:\n      - run: b"
    )
    assert told.after is not None
    assert told.after.rstrip().endswith("- run: a\n  lint:\n    runs-on: ubuntu\n    steps:\n      - run: b")


@pytest.mark.parametrize(
    "reply",
    [
        "env: Other\njobs:\n  lint:\n    runs-on: ubuntu",
        "jobs:\n  test:\n    runs-on: mac\n  lint:\n    runs-on: ubuntu",
    ],
)
async def test_what_changes_other_keys_is_refused(reply: str) -> None:
    assert (await told_of("yaml", FLOW, reply)).after is None


async def test_a_key_that_may_stand_in_one_of_its_name_stays() -> None:
    document = "spec:\n  template:\n    metadata:\n      a: b\n    ¦\n"
    told = await told_of("yaml", document, "spec:\n  containers:\n    - name: web")
    assert told.after is not None
    assert "    spec:\n      containers:\n        - name: web" in told.after


async def test_an_entry_of_the_file_is_known_by_several_of_its_keys() -> None:
    document = "stages:\n  - build\n\nbuild:\n  stage: build\n  script:\n    - make\n  ¦\n"
    told = await told_of("yaml", document, "test:\n  stage: test\n  script:\n    - make test")
    assert told.after is not None
    assert told.after.rstrip().endswith("    - make\ntest:\n  stage: test\n  script:\n    - make test")
    told = await told_of("yaml", document, "artifacts:\n  paths:\n    - dist/")
    assert told.after is not None
    assert "\n  artifacts:\n    paths:\n" in told.after


async def test_no_document_begins_inside_of_a_block() -> None:
    document = "- hosts: web\n  tasks:\n    - name: a\n      apt: x\n    ¦\n"
    told = await told_of("yaml", document, f"---\n{document.split('    ¦')[0]}    - name: b\n      apt: y")
    assert told.after == document.replace("¦", "- name: b\n      apt: y")


async def test_remarks_around_the_key_of_the_entry_are_named() -> None:
    reply = "# one more\nservices:\n  cache:\n    image: redis\n    ports:\n      - 1\n# the end"
    told = await told_of("yaml", COMPOSE, reply)
    assert told.after == COMPOSE.replace("    ¦", "  cache:\n    image: redis\n    ports:\n      - 1")
    assert "left out `# one more`, `# the end`" in told.words


async def test_a_key_at_the_margin_is_no_key_further_in() -> None:
    """What the file has in a service only is new at the margin; left out it would be lost."""
    document = "version: 2\nservices:\n  web:\n    name: a\n  ¦\n"
    told = await told_of("yaml", document, "name: a\nservices:\n  db:\n    image: y")
    assert told.after is None
    told = await told_of("yaml", document, "version: 2\nservices:\n  db:\n    image: y")
    assert told.after == document.replace("¦", "db:\n    image: y")
