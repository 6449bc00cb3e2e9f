"""Says which new files a reply may bring: code as the project keeps it, and nothing that runs by itself.

Names of configurations, hooks and hidden files are refused: tools run or obey them without being asked.
"""

import re
from pathlib import PurePosixPath

from viscodex_lsp.core.language.languages import language_of_path

LONGEST_PATH, DEEPEST = 240, 12
_OBEYED = re.compile(
    r"(?:.*\.config\.\w+|.*rc\.\w+|package(?:-lock)?\.json|tsconfig.*\.json|jsconfig\.json|conftest\.py|setup\.py"
    r"|sitecustomize\.py|usercustomize\.py|noxfile\.py|tasks\.py|fabfile\.py|gruntfile\.\w+|gulpfile\.\w+|makefile.*"
    r"|dockerfile.*|docker-compose.*|jenkinsfile.*|rakefile|vagrantfile|build\.rs|.*\.(?:sh|bash|zsh|ps1|bat|cmd|gradle)"
    r"|.*\.(?:ya?ml|toml|ini|cfg|lock|env))",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_ODD = re.compile(r'[\x00-\x1f<>:"|?*\\]|[. ]$')


def why_not(path: str) -> str:
    """Why no file is created at `path`, which starts at the project's folder; "" where it may be."""
    parts = PurePosixPath(path).parts
    if path.startswith("/") or ".." in parts or not parts:
        return "it lies outside the project"
    if len(path) > LONGEST_PATH or len(parts) > DEEPEST:
        return "its path is too long"
    if any(_ODD.search(part) or _RESERVED.fullmatch(part) for part in parts):
        return "its name is not one for every system"
    if any(part.startswith(".") or part == "node_modules" for part in parts):
        return "it is hidden, or in a folder of tools"
    if _OBEYED.fullmatch(parts[-1]):
        return "tools run or obey a file of this name"
    return "" if language_of_path(path).known else "its language is not known"
