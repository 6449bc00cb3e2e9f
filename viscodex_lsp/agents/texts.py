"""Words what an agent is answered: text alone, since many clients drop everything else."""

from collections.abc import Sequence

from viscodex_lsp.agents.folders import name_of
from viscodex_lsp.agents.work import Made
from viscodex_lsp.core.text.difference import unified_diff
from viscodex_lsp.edges.documents import FileChange
from viscodex_lsp.verbs.shell_settings import in_shell_words

REPORTS = "viscodex://reports/"


def tell(made: Made) -> str:
    """A patch with its facts and notes, ready for `git apply` in the project's folder."""
    diff = diff_of(made)
    fence = "`" * max(3, 1 + _longest_run(diff))
    return "\n".join([facts_of(made), "", f"{fence}diff", diff.rstrip("\n"), fence])


def facts_of(made: Made) -> str:
    """Everything but the diff, a line each."""
    checked = made.suggestion.checked
    syntax = "syntax checked" if checked.syntax_checked else "syntax not checked"
    lines = [
        f"{made.name}: {made.suggestion.summary} from {made.suggestion.origin} for {made.shown_path}, {syntax}.",
        "Written to the file." if made.written else "Nothing was written: apply the patch below.",
        f"Report: {REPORTS}{made.name}. To change it, call refine with patch: {made.name}.",
    ]
    return "\n".join([*lines, *(f"Note: {in_shell_words(note)}" for note in checked.notes)])


def diff_of(made: Made) -> str:
    """The unified diff of all files; paths start at the project's folder."""
    return "".join(_file_diff(change, made) for change in made.changes)


def list_of(made: Sequence[Made]) -> str:
    """One line for each patch of this session, newest last."""
    return "\n".join(facts_of(each).splitlines()[0] for each in made) or "No patch was made yet."


def _file_diff(change: FileChange, made: Made) -> str:
    new = change.data.decode("utf-8", errors="replace")
    return unified_diff(change.old or "", new, name=name_of(change.path, made.folders))


def _longest_run(text: str) -> int:
    longest = run = 0
    for character in text:
        run = run + 1 if character == "`" else 0
        longest = max(longest, run)
    return longest
