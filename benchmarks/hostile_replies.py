"""Processor time of replies that are made to take long, parsing apart from all the rest.

    .venv/bin/python benchmarks/hostile_replies.py [--selections] [--every N [--start K]] [WORD …]

Each reply is read and checked at a cursor of a small document, or over a selection too; with words, only those whose
name has one of them, and nothing is written down. A parser's time is bounded by itself, and one that cannot be
stopped runs in a process that is ended; what is measured is that nothing else takes over a second.
"""

import argparse
import json
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.hostile.texts import texts  # noqa: E402
from viscodex_lsp.core.asking.reply import read_reply  # noqa: E402
from viscodex_lsp.core.checks.checks import check  # noqa: E402
from viscodex_lsp.core.context.context import read_context  # noqa: E402
from viscodex_lsp.core.errors import TooHardToParse  # noqa: E402
from viscodex_lsp.core.language.languages import language_of  # noqa: E402
from viscodex_lsp.core.language.patience import ended_by, parse_patiently  # noqa: E402
from viscodex_lsp.core.nouns import Document, Refusal, Reply, Span  # noqa: E402
from viscodex_lsp.core.syntax import parsed  # noqa: E402
from viscodex_lsp.core.syntax.syntax import parse  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results" / "hostile_replies.json"
DOCUMENTS = {
    "html": "<!doctype html>\n<html>\n<body>\n  <main>\n    ¦\n  </main>\n</body>\n</html>\n",
    "vue": "<template>\n  <div>\n    ¦\n  </div>\n</template>\n",
    "svelte": "<script>\n  let a = 1;\n</script>\n\n<main>\n  ¦\n</main>\n",
    "typescriptreact": "export default function App() {\n  return (\n    <main>\n      ¦\n    </main>\n  );\n}\n",
    "markdown": "# Title\n\n¦\n",
}
LIMIT = float(os.environ.get("LIMIT", 1.0))
GIVEN_UP = 6.0
NO_END = "the parser does not end, nor can be stopped"


class Took(NamedTuple):
    """Seconds of the processor, and how it ended."""

    parsing: float
    rest: float
    outcome: str


class Watch:
    """Adds up what parsing takes; `in_parser` is also seen by the process that waits."""

    def __init__(self, in_parser: Any) -> None:
        self.parsing = 0.0
        self._in_parser = in_parser
        self._parse = parse_patiently
        setattr(parsed, "parse_patiently", self._timed)  # noqa: B010

    def _timed(self, *arguments: Any) -> Any:
        began = time.thread_time()
        self._in_parser.value = True
        try:
            return self._parse(*arguments)
        finally:
            self._in_parser.value = False
            self.parsing += time.thread_time() - began


def main(arguments: list[str]) -> int:
    """Measure, print, and write the result of a whole run."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("words", nargs="*", metavar="WORD", help="only replies whose name has one of these")
    parser.add_argument("--selections", action="store_true", help="check over a selection too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth text")
    parser.add_argument("--start", type=int, default=0, metavar="K", help="from the text of this number on")
    given = parser.parse_args(arguments)
    slow, seen = 0, dict[str, Took]()
    for name, language, reply in islice(texts(), given.start, None, given.every):
        if given.words and not any(word in name for word in given.words):
            continue
        for place, document, span in places(language, selections=given.selections):
            took = apart(document, span, reply)
            seen[f"{name}, {place}"] = took
            slow += took.rest > LIMIT
            mark = "SLOW" if took.rest > LIMIT else ""
            print(
                f"{name:44} {place:9} {took.parsing:7.2f} {took.rest:7.2f} {mark:5} {took.outcome[:70]}",
                flush=True,
            )
    if not seen:
        print("No reply has one of these words in its name.")
        return 1
    worst = max(seen, key=lambda key: seen[key].rest)
    print(
        f"{len(seen)} runs, {slow} over {LIMIT} s beyond parsing; the longest: {worst}, {seen[worst].rest:.2f} s"
    )
    if not given.words and not given.selections:
        RESULTS.write_text(
            json.dumps(
                {
                    "runs": len(seen),
                    "of texts each": given.every,
                    "over a second beyond parsing": slow,
                    "parser did not end": sum(took.outcome == NO_END for took in seen.values()),
                    "longest": {"reply": worst, "seconds beyond parsing": round(seen[worst].rest, 2)},
                    "median seconds beyond parsing": round(
                        sorted(t.rest for t in seen.values())[len(seen) // 2], 3
                    ),
                },
                indent=1,
            )
            + "\n"
        )
    return 0


def places(language: str, *, selections: bool) -> Iterator[tuple[str, Document, Span]]:
    text = DOCUMENTS.get(language, "¦\n")
    at = text.index("¦")
    bare = text.replace("¦", "")
    yield "cursor", Document("file:///a", language, 1, bare), Span(at, at)
    if not selections:
        return
    selected = text.replace("¦", "old")
    yield "selection", Document("file:///a", language, 1, selected), Span(at, at + 3)


def apart(document: Document, span: Span, reply: str) -> Took:
    """Measured in a process that is ended if it takes too long: no pattern can be stopped from outside."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    in_parser = multiprocessing.Value("b", False, lock=False)
    process = multiprocessing.get_context("fork").Process(
        target=measured, args=(sender, in_parser, document, span, reply)
    )
    process.start()
    sender.close()
    try:
        took: Took = receiver.recv()
        return took
    except EOFError:
        if in_parser.value:
            return Took(2 * GIVEN_UP, 0.0, NO_END)
        return Took(0.0, 2 * GIVEN_UP, "without end")
    finally:
        process.kill()
        process.join()


def measured(sender: Any, in_parser: Any, document: Document, span: Span, reply: str) -> None:
    signal.setitimer(signal.ITIMER_PROF, 2 * GIVEN_UP)
    watch = Watch(in_parser)
    began = time.thread_time()
    end = began + GIVEN_UP
    try:
        with ended_by(lambda: "too long" if time.thread_time() > end else ""):
            outcome = checked(document, span, reply)
    except TooHardToParse as error:
        outcome = f"given up: {error}"
    sender.send(Took(watch.parsing, time.thread_time() - began - watch.parsing, outcome))


def checked(document: Document, span: Span, reply: str) -> str:
    language = language_of(document.language)
    tree = parse(document.text, language)
    context = read_context(document, span, file_name="a", dependencies=(), max_tokens=0, tree=tree)
    patch = read_reply(Reply(reply, "stop"), language)
    if isinstance(patch, Refusal):
        return f"refused: {patch.sentence}"
    result = check(patch, document, span, depth=context.depth, style=context.style, tree=tree)
    return f"refused: {result.sentence}" if isinstance(result, Refusal) else "taken"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
