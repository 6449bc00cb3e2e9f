"""PyYAML about a YAML text: its events are read, nothing is constructed."""

from viscodex_lsp.core.syntax.mistake import Mistake, over_row

_MARK = "{{"


def unquoted_marks(before: str, after: str) -> tuple[Mistake, ...]:
    """What cannot be read any more in a text whose marks of a template were all in quotes, as Ansible wants them.

    Elsewhere marks stand for anything, so that a damaged quote beside one is not seen.
    """
    if _MARK not in before or _MARK not in after or yaml_opinion(before) != ():
        return ()
    return yaml_opinion(after) or ()


def yaml_opinion(text: str) -> tuple[Mistake, ...] | None:
    """The first thing that cannot be read. None for what is nested too deep."""
    import yaml

    try:
        for _ in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return (over_row(text, mark.line if mark is not None else 0, error.problem or "unreadable YAML"),)
    except yaml.YAMLError:
        return (over_row(text, 0, "a character that YAML does not allow"),)
    except RecursionError:
        return None
    return ()
