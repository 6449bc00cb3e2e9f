"""The whole flow on one screen: an order and a model in, a checked patch or a refusal out."""

from collections.abc import Callable
from dataclasses import dataclass

from viscodex_lsp.core.asking.prompt import build_prompt, repair_prompt
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.checks.checks import check
from viscodex_lsp.core.context.context import read_context
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import CheckedPatch, Document, Picture, Prompt, Reason, Refusal, Reply, Span
from viscodex_lsp.core.settings import Settings
from viscodex_lsp.core.syntax.syntax import parse
from viscodex_lsp.core.text.positions import split_lines
from viscodex_lsp.edges.model.completer import Completer, Notify

LONGEST_REPLY = 2_000_000
SELECTION_TOO_LONG = Refusal(
    Reason.TOO_LARGE,
    "The selection is longer than viscodex.context.maxTokens allows, and what the model does not see it would drop. "
    "Select less, or raise the setting.",
)

Heard = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is wanted: code from `pictures` at `span` of `document`. `dependencies` are the project's, names only."""

    document: Document
    span: Span
    pictures: tuple[Picture, ...]
    instruction: str
    file_name: str
    dependencies: tuple[str, ...]


async def suggest(
    order: Order, *, completer: Completer, settings: Settings, notify: Notify, heard: Heard
) -> CheckedPatch | Refusal:
    """Ask, check, and ask again as often as `checks.repairAttempts` allows.

    `notify` is told what is going on, `heard` how many tokens have come so far.

    Raises:
        CompleterError: the model server did not answer with a reply.
    """
    language = language_of(order.document.language)
    tree = parse(order.document.text, language)
    context = read_context(
        order.document,
        order.span,
        file_name=order.file_name,
        dependencies=order.dependencies,
        max_tokens=settings.context.max_tokens,
        tree=tree,
    )
    if settings.context.max_tokens and _is_cut(context.selection, order):
        return SELECTION_TOO_LONG
    prompt = build_prompt(context, order.pictures, instruction=order.instruction)
    for attempts_left in range(settings.checks.repair_attempts, -1, -1):
        reply = await listen(completer, prompt, notify=notify, heard=heard)
        patch = read_reply(reply, language)
        result = (
            patch
            if isinstance(patch, Refusal)
            else check(
                patch,
                order.document,
                order.span,
                depth=context.depth,
                style=context.style,
                tree=tree,
                max_tokens=settings.request.max_tokens,
            )
        )
        if isinstance(result, CheckedPatch) or attempts_left == 0:
            return result
        notify(f"Asking again: {result.sentence}")
        prompt = repair_prompt(prompt, reply, result, language=order.document.language)
    raise AssertionError("unreachable: the last attempt returns")


def _is_cut(selection: str, order: Order) -> bool:
    """Whether `selection`, as the context tells it, lacks lines that are selected."""
    span = order.span
    return len(split_lines(selection)) < len(split_lines(order.document.text[span.start : span.end]))


async def listen(completer: Completer, prompt: Prompt, *, notify: Notify, heard: Heard) -> Reply:
    """Collect a streamed reply; one that grows beyond all use is closed early, as cut off."""
    said: list[str] = []
    size, finish = 0, None
    stream = completer.stream(prompt, notify=notify)
    try:
        async for piece in stream:
            said.append(piece.text)
            size += len(piece.text)
            finish = piece.finish or finish
            heard(len(said))
            if size > LONGEST_REPLY:
                finish = "length"
                break
    finally:
        await stream.aclose()
    return Reply("".join(said), finish)
