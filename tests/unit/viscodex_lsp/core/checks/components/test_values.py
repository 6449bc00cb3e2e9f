"""The project's own functions, hooks and constants that a reply uses are imported, where one alone is meant."""

import pytest

from tests.unit.viscodex_lsp.core.checks.components.checking import checked
from tests.unit.viscodex_lsp.core.components.projects import ALIASED

FILES = {
    "package.json": '{"name": "shop", "dependencies": {"react": "19"}}',
    "tsconfig.json": ALIASED,
    "src/lib/utils.ts": "export function cn(...all: string[]) { return all.join(' ') }\nexport const helper = 1;\n",
    "src/lib/format.ts": "const formatDate = (date: Date) => `${date}`;\n\nexport { formatDate };\n",
    "src/hooks/useAuth.ts": "export default function useAuth() { return {} }\n",
    "src/config.ts": 'export const ROUTES = { home: "/" };\nexport const items = [];\nexport type Cart = object;\n',
    "src/a/twice.ts": "export const twice = () => 1;\n",
    "src/b/twice.ts": "export const twice = () => 2;\n",
    "src/__mocks__/only.ts": "export const only = () => 1;\n",
}
PAGE = """import {{ Head }} from "{module}";

export function Page() {{
  return (
    <main>
      <Head />
      <<<>>>
    </main>
  );
}}
"""
ALIAS, RELATIVE = PAGE.format(module="@/components/head"), PAGE.format(module="./head")


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ('<b className={cn("a")}>a</b>', 'import { cn } from "@/lib/utils";'),
        ("<b>{formatDate(new Date())}</b>", 'import { formatDate } from "@/lib/format";'),
        ("<a href={ROUTES.home}>a</a>", 'import { ROUTES } from "@/config";'),
        ("<b>{useAuth().name}</b>", 'import useAuth from "@/hooks/useAuth";'),
    ],
)
def test_what_alone_goes_by_a_name_is_imported(code: str, line: str) -> None:
    after, result = checked(FILES, "src/pages/page.tsx", ALIAS, code)
    assert line in after
    assert after.count("import") == 2
    assert any(note.startswith("imported `") for note in result.notes)
    assert not any("not defined" in note for note in result.notes)


def test_a_file_that_imports_by_relative_paths_goes_on_so() -> None:
    after, _ = checked(FILES, "src/pages/page.tsx", RELATIVE, '<b className={cn("a")}>a</b>')
    assert 'import { cn } from "../lib/utils";' in after


def test_a_name_joins_what_its_module_gives_already() -> None:
    text = ALIAS.replace("export function", 'import { helper } from "@/lib/utils";\n\nexport function')
    after, _ = checked(FILES, "src/pages/page.tsx", text, '<b className={cn("a")}>{helper}</b>')
    assert 'import { helper, cn } from "@/lib/utils";' in after


@pytest.mark.parametrize("code", ["<b>{twice()}</b>", "<b>{only()}</b>", "<b>{items}</b>", "<b>{Cart()}</b>"])
def test_what_several_may_mean_or_may_be_any_data_is_told(code: str) -> None:
    """Two files export `twice`, `only` is for tests, and `items` may be any."""
    after, result = checked(FILES, "src/pages/page.tsx", ALIAS, code)
    assert after.count("import") == 1
    assert any("not defined or imported" in note for note in result.notes)


def test_where_nothing_is_to_be_changed_the_module_is_told() -> None:
    after, result = checked(FILES, "src/pages/page.tsx", ALIAS, '<b className={cn("a")}>a</b>', mode="note")
    assert after.count("import") == 1
    assert 'not changed: `cn` is not imported; it is in "@/lib/utils"' in result.notes


def test_a_name_that_the_reply_imports_itself_stays_as_it_is() -> None:
    code = 'import { cn } from "clsx-like";\n\n<b className={cn("a")}>a</b>'
    after, _ = checked(FILES, "src/pages/page.tsx", ALIAS, code)
    assert "@/lib/utils" not in after
