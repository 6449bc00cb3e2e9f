"""Says where a new file lies: where the code that uses it expects it, else where the project keeps its like."""

from collections import Counter
from collections.abc import Collection, Sequence
from posixpath import basename, commonprefix, dirname, join, normpath

from viscodex_lsp.core.files.kinds import kind_of, subject_of
from viscodex_lsp.core.files.references import place_told
from viscodex_lsp.core.nouns import Companion


def place_of(name: str, *, beside: str, code: str, project: Collection[str]) -> str:
    """The path of a file that a reply names `name`.

    Args:
        beside: the path of the file that the edit is in; all paths start at the project's folder and have slashes.
        code: the code of that file's edit.
        project: the paths of the project's files.
    """
    folder = dirname(beside)
    told = place_told(code, name, folder=folder)
    if told:
        return told
    if "/" in name:
        return _of_path(name, folder, project)
    kind = kind_of(name)
    there = _where_alike(kind, beside, project) if kind is not None else folder
    return normpath(join(there, basename(name)))


def _of_path(name: str, folder: str, project: Collection[str]) -> str:
    """A name with folders starts at the project's folder, unless its first folder is only known beside the file."""
    if name.startswith(("./", "../")):
        return normpath(join(folder, name))
    first = name.partition("/")[0]
    at_root = any(path.startswith(f"{first}/") for path in project)
    beside = any(path.startswith(f"{join(folder, first)}/") for path in project)
    return normpath(name if at_root or not beside else join(folder, name))


def _where_alike(kind: Companion, beside: str, project: Collection[str]) -> str:
    """The folder for a file of `kind` that belongs to `beside`."""
    folder = dirname(beside)
    alike = [path for path in project if kind_of(path) == kind]
    if not alike:
        return folder
    sources = _sources(project)
    habits = Counter(_habit(path, sources) for path in alike)
    near = [path for path in alike if _subject_folder(path, sources) == folder]
    if near:
        habits = Counter(_habit(path, sources) for path in near)
    habit, where = max(habits, key=lambda each: (habits[each], each[0] == "beside", each))
    if habit == "beside":
        return folder
    if habit == "below":
        return join(folder, where)
    return _nearest([dirname(path) for path in near or alike], folder)


def _sources(project: Collection[str]) -> dict[str, list[str]]:
    """The folders of files that are no companions, by the name of what they define."""
    folders: dict[str, list[str]] = {}
    for path in project:
        if kind_of(path) is None:
            folders.setdefault(subject_of(path).lower(), []).append(dirname(path))
    return folders


def _habit(path: str, sources: dict[str, list[str]]) -> tuple[str, str]:
    """How a file lies to what it belongs to: beside it, in a folder below it, or in a folder for all of its kind."""
    folder, owners = dirname(path), sources.get(subject_of(path).lower(), [])
    if folder in owners:
        return "beside", ""
    if dirname(folder) in owners:
        return "below", basename(folder)
    return "apart", ""


def _subject_folder(path: str, sources: dict[str, list[str]]) -> str | None:
    owners = sources.get(subject_of(path).lower(), [])
    return owners[0] if len(owners) == 1 else None


def _nearest(folders: Sequence[str], folder: str) -> str:
    """The folder that most of them are, where there are several as often the one with the longest shared path."""
    counts = Counter(folders)
    return max(counts, key=lambda each: (len(commonprefix([f"{each}/", f"{folder}/"])), counts[each], each))
