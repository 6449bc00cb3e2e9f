"""Where a project, or the page itself, has Tailwind, markup is asked for in its classes; nowhere else."""

import pytest

from tests.unit.viscodex_lsp.core.components.projects import project
from viscodex_lsp.core.context.tailwind import uses_tailwind
from viscodex_lsp.core.nouns import Document

CARD = "export const Card = () => <div />\n"


def document(language: str, text: str = CARD) -> Document:
    return Document("file:///p/src/Card", language, 1, text)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"package.json": '{"devDependencies": {"tailwindcss": "^3"}}'}, True),
        ({"package.json": '{"devDependencies": {"@tailwindcss/vite": "^4"}}'}, True),
        ({"tailwind.config.js": "module.exports = {theme: {colors: {brand: '#123456'}}}"}, True),
        ({"src/app.css": '@import "tailwindcss";\n@theme { --color-brand: #123456; }'}, True),
        (
            {"package.json": '{"dependencies": {"bootstrap": "5"}}', "src/app.css": ":root { --a: #fff; }"},
            False,
        ),
        # Another package of the same repository has it.
        (
            {
                "site/package.json": '{"name": "site", "dependencies": {"tailwindcss": "4"}}',
                "package.json": '{"name": "app", "dependencies": {"react": "19"}}',
            },
            False,
        ),
    ],
)
def test_what_a_project_has_decides(files: dict[str, str], expected: bool) -> None:
    whole = project({**files, "src/Card.tsx": CARD}, "src/Card.tsx", CARD)
    assert uses_tailwind(document("typescriptreact"), (), whole) is expected


def test_the_dependencies_alone_are_enough() -> None:
    """Where no index of the project is at hand."""
    assert uses_tailwind(document("vue"), ("vue", "tailwindcss"), None)
    assert not uses_tailwind(document("vue"), ("vue", "tailwind-merge"), None)


def test_a_style_sheet_or_a_program_is_not_written_in_classes() -> None:
    for language in ("css", "python", "json", "markdown"):
        assert not uses_tailwind(document(language), ("tailwindcss",), None)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<script src="https://cdn.tailwindcss.com"></script>', True),
        ('<script src="/npm/@tailwindcss/browser@4"></script>', True),
        ("<p>cdn.tailwindcss.com</p>", False),
        ('<p class="mt-4 flex">', False),
    ],
)
def test_a_page_may_load_it_itself(page: str, expected: bool) -> None:
    assert uses_tailwind(document("html", page), (), None) is expected
