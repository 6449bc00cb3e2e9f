"""The composition root: `viscodex-lsp --stdio | --tcp HOST:PORT`, and the verbs for a shell.

Exit status: 0 done, 1 refused with a sentence, 2 wrong usage, 130 interrupted, 141 the reader of the
output is gone.
"""

import argparse
import contextlib
import errno
import json
import logging
import re
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from viscodex_lsp.core.errors import UsageError, VisCodexError
from viscodex_lsp.edges.console import discard_output, write_any_text
from viscodex_lsp.edges.processes import end_orderly_when_asked
from viscodex_lsp.verbs.command_line import WrongWords, build_parser

__all__ = ["build_parser", "main"]

INTERRUPTED = "Interrupted."
# Nobody reads the output any more, or the disk below it is full.
OUTPUT_ENDED = (errno.EPIPE, errno.ENOSPC, errno.EBADF)


def main(argv: Sequence[str] | None = None) -> int:
    """Serve, or run one verb. With `--json` an object is printed, whatever happens."""
    write_any_text()
    end_orderly_when_asked()
    words = sys.argv[1:] if argv is None else argv
    try:
        try:
            return _run(words, as_json="--json" in words)
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has seen enough, as `head` has.
        discard_output()
        return 141
    except OSError as error:
        discard_output()
        with contextlib.suppress(OSError):
            why = error.strerror or type(error).__name__
            print(f"viscodex-lsp: The output cannot be written ({why}). Send it elsewhere.", file=sys.stderr)
        return 1


def _run(words: Sequence[str], *, as_json: bool) -> int:
    parser = build_parser()
    try:
        arguments = parser.parse_args(words)
        if arguments.verb is None and not (arguments.stdio or arguments.tcp):
            parser.error("name a transport, --stdio or --tcp HOST:PORT, or a verb")
    except WrongWords as error:
        if as_json:
            print(json.dumps({"error": "usage-error", "sentence": error.sentence}))
        raise
    try:
        return RUN.get(arguments.verb, _serve)(arguments)
    except KeyboardInterrupt:
        _tell("interrupted", INTERRUPTED, as_json=as_json, aloud=False)
        return 130
    except VisCodexError as error:
        from viscodex_lsp.verbs.shell_settings import in_shell_words

        _tell(_kind(error), in_shell_words(str(error)), as_json=as_json)
        return 2 if isinstance(error, UsageError) else 1
    except Exception as error:
        if isinstance(error, OSError) and error.errno in OUTPUT_ENDED:
            raise
        # The outermost handler: whatever went wrong, a person gets a sentence.
        level = logging.ERROR if arguments.verb is None else logging.DEBUG
        logging.getLogger(__name__).log(level, "ended by an error", exc_info=error)
        _tell("internal-error", _internal(error), as_json=as_json)
        return 1


def _tell(kind: str, sentence: str, *, as_json: bool, aloud: bool = True) -> None:
    """The end of a verb that came to nothing, for a person and, where asked for, as an object."""
    if aloud:
        print(f"viscodex-lsp: {sentence}", file=sys.stderr)
    if as_json:
        print(json.dumps({"error": kind, "sentence": sentence}))


def _kind(error: VisCodexError) -> str:
    """The error's class as a word for programs: "server-busy"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", type(error).__name__).lower()


def _internal(error: Exception) -> str:
    """A sentence that says where it was, and nothing of what was worked on."""
    here = Path(__file__).parent
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(here)
    ]
    place = (
        f" in {Path(frames[-1].filename).relative_to(here.parent).as_posix()}, line {frames[-1].lineno}"
        if frames
        else ""
    )
    what = f"{type(error).__name__}{place}"
    return f"An internal error stopped this ({what}). Please report it with the command that you ran."


def _serve(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.edges.logs import start_logging
    from viscodex_lsp.server.server import create_server
    from viscodex_lsp.server.transport import serve_stdio, serve_tcp

    start_logging("info")
    # pygls logs whole messages, and so pictures and code, together with its errors.
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    server = create_server()
    return serve_tcp(server, *arguments.tcp) if arguments.tcp else serve_stdio(server)


def _apply(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.apply import apply_to_file

    return apply_to_file(arguments)


def _compare(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.compare import compare_file

    return compare_file(arguments)


def _capture(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.capture import capture_to_file

    return capture_to_file(arguments)


def _doctor(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.doctor import examine

    return examine(arguments)


def _agents(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.agents.command import serve_acp, serve_mcp

    return serve_mcp(arguments) if arguments.verb == "mcp" else serve_acp(arguments)


def _web(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.web.command import serve_web

    return serve_web(arguments)


def _local(arguments: argparse.Namespace) -> int:
    from viscodex_lsp.verbs.local import show_status, stop

    return show_status() if arguments.action == "status" else stop()


def _settings(_: argparse.Namespace) -> int:
    from viscodex_lsp.core.settings import json_schema

    print(json.dumps(json_schema(), indent=2))
    return 0


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "apply": _apply,
    "compare": _compare,
    "capture": _capture,
    "doctor": _doctor,
    "local": _local,
    "mcp": _agents,
    "acp": _agents,
    "web": _web,
    "settings": _settings,
}

if __name__ == "__main__":
    sys.exit(main())
