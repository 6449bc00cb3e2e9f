"""Small projects for tests: files as texts become a workspace, seen from one of them."""

from collections.abc import Mapping

from viscodex_lsp.core.components.configs import read_aliases, read_package
from viscodex_lsp.core.components.facts import read_facts
from viscodex_lsp.core.components.project import Project
from viscodex_lsp.core.components.workspace import Workspace
from viscodex_lsp.core.language.languages import language_of_path

BUTTON = "export function Button({ children }) { return <button>{children}</button> }\n"
CARD = "export default function Card({ children }) { return <section>{children}</section> }\n"
ALIASED = '{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["./src/*"]}, /* c */ }}'


def workspace(files: Mapping[str, str]) -> Workspace:
    """The workspace of these files, by their paths."""
    made = Workspace()
    for path, text in files.items():
        if path.endswith("package.json"):
            package = read_package(path, text)
            assert package is not None
            made.packages[package.folder] = package
        elif path.endswith(("tsconfig.json", ".config.js", ".config.ts")):
            made.aliases[path] = read_aliases(path, text)
        made.put(path, read_facts(path, text))
    return made


def project(files: Mapping[str, str], path: str, text: str = "") -> Project:
    """The workspace of these files as the file `path` with this text sees it."""
    return Project(workspace(files), path, language_of_path(path).id, text)
