"""PyYAML about a YAML text: its events are read, nothing is constructed."""

from viscodex_lsp.core.syntax.mistake import Mistake, over_row


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
