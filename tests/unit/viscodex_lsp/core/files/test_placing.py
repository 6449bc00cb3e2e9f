"""Where new files lie, what they may be called, and what refers to them."""

import pytest

from viscodex_lsp.core.files.kinds import kind_of, subject_of
from viscodex_lsp.core.files.permitted import why_not
from viscodex_lsp.core.files.placing import place_of
from viscodex_lsp.core.files.references import moved, refers_to

CARD = "src/components/Card.tsx"
BESIDE = ["src/components/Button.tsx", "src/components/Button.test.tsx", "src/components/Button.css"]
BELOW = ["src/components/Button.tsx", "src/components/__tests__/Button.test.tsx", "src/styles/all.css"]
APART = ["app/models.py", "app/views.py", "tests/test_models.py", "tests/test_views.py", "tests/conftest.py"]


@pytest.mark.parametrize(
    ("path", "kind", "subject"),
    [
        ("a/Card.test.tsx", "test", "Card"),
        ("Card.spec.ts", "test", "Card"),
        ("test_card.py", "test", "card"),
        ("card_test.go", "test", "card"),
        ("CardTest.java", "test", "Card"),
        ("Card.stories.tsx", "story", "Card"),
        ("Card.module.css", "styles", "Card"),
        ("_card.scss", "styles", "_card"),
        ("Card.types.ts", "types", "Card"),
        ("types.ts", "types", "types"),
        ("card.d.ts", "types", "card"),
        ("Card.tsx", None, "Card"),
        ("contest.py", None, "contest"),
        ("latest.ts", None, "latest"),
    ],
)
def test_a_name_says_what_a_file_is(path: str, kind: str | None, subject: str) -> None:
    """Its kind, and what it belongs to."""
    assert (kind_of(path), subject_of(path)) == (kind, subject)


@pytest.mark.parametrize(
    ("name", "project", "code", "place"),
    [
        ("Card.test.tsx", BESIDE, "", "src/components/Card.test.tsx"),
        ("Card.test.tsx", BELOW, "", "src/components/__tests__/Card.test.tsx"),
        ("Card.test.tsx", [], "", "src/components/Card.test.tsx"),
        ("Card.css", BESIDE, "", "src/components/Card.css"),
        ("Card.css", BELOW, "", "src/styles/Card.css"),
        ("Card.css", BELOW, "import './Card.css'", "src/components/Card.css"),
        ("Card.css", BELOW, "import '../styles/cards/Card.css'", "src/styles/cards/Card.css"),
        ("Icon.tsx", BELOW, "import { Icon } from '../icons/Icon'", "src/icons/Icon.tsx"),
        ("src/components/Card.css", BELOW, "", "src/components/Card.css"),
        ("styles/Card.css", ["src/components/styles/a.css"], "", "src/components/styles/Card.css"),
        ("./Card.css", BELOW, "", "src/components/Card.css"),
        ("../Card.css", BELOW, "", "src/Card.css"),
        ("Row.tsx", BESIDE, "", "src/components/Row.tsx"),
    ],
)
def test_a_new_file_lies_where_its_like_lies(name: str, project: list[str], code: str, place: str) -> None:
    """What the code imports comes first, then the name's own folder, then the project's habit."""
    assert place_of(name, beside=CARD, code=code, project=[*project, CARD]) == place


def test_a_folder_for_all_tests_gets_the_new_one() -> None:
    """Python projects keep tests apart."""
    project = [*APART, "app/forms.py"]
    assert place_of("test_forms.py", beside="app/forms.py", code="", project=project) == "tests/test_forms.py"


@pytest.mark.parametrize(
    "path",
    [
        "../x.css", "/etc/x.css", "a/../../x.css", ".env", ".git/hooks/x.py", ".github/x.yml", "vite.config.ts",
        "src/.vscode/tasks.json", "package.json", "conftest.py", "setup.py", "run.sh", "Makefile", "a/con.css",
        "a/b:c.css", "node_modules/x/index.js", "docker-compose.yml", "x.unknownlanguage", "", "a" * 300 + ".css",
        "tsconfig.json", ".eslintrc.js", "a/eslintrc.js", "Dockerfile", "babel.config.js", "x.css ", "build.gradle",
    ],
)  # fmt: skip
def test_files_that_tools_obey_are_not_created(path: str) -> None:
    """Nor hidden ones, nor any outside the project, nor names that some systems cannot have."""
    assert why_not(path)


@pytest.mark.parametrize(
    "path", ["src/Card.css", "src/[id]/page.tsx", "tests/test_card.py", "a/b/Card.stories.tsx"]
)
def test_code_is_created(path: str) -> None:
    """Names as projects have them."""
    assert why_not(path) == ""


@pytest.mark.parametrize(
    ("code", "path", "refers"),
    [
        ("import './Card.css'", "src/Card.css", True),
        ('import { Row } from "./Row"', "src/Row.tsx", True),
        ("import type { P } from '../types'", "types.ts", True),
        ("import x from '@/ui/Row'", "src/ui/Row.tsx", True),
        ("import x from '~/Card.css'", "src/Card.css", True),
        ('<link rel="stylesheet" href="css/site.css">', "src/css/site.css", True),
        ("background: url(./photo.svg)", "src/photo.svg", True),
        ("export * from './parts'", "src/parts/index.ts", True),
        ("import './Card.css'", "src/other/Card.css", False),
        ("const name = 'Card'", "src/Card.tsx", False),
        ("import x from 'https://example.org/Card.css'", "src/Card.css", False),
    ],
)
def test_references_are_found(code: str, path: str, refers: bool) -> None:
    """Relative ones, aliases and links, with and without the suffix."""
    assert refers_to(code, path, folder="src") is refers


def test_references_move_with_their_file() -> None:
    """Relative ones lead to the same files from the new folder; all others stay."""
    code = "import { Card } from './Card'\nimport { t } from \"../t\"\nimport React from 'react'\n"
    there = moved(code, old="src/components", new="src/components/__tests__")
    assert (
        there == "import { Card } from '../Card'\nimport { t } from \"../../t\"\nimport React from 'react'\n"
    )
    assert moved(code, old="src", new="src") == code
