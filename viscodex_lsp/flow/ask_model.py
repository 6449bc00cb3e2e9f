"""A question to the model and its whole reply; a long picture's parts are asked together, or one after the other."""

from collections.abc import Callable, Sequence

from viscodex_lsp.core.asking.parts import joined_reply, note_on_all, note_on_part
from viscodex_lsp.core.asking.prompt import build_prompt, label
from viscodex_lsp.core.asking.prose import Thinking
from viscodex_lsp.core.asking.reply import read_reply
from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import RequestTooLarge
from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Context, Picture, Prompt, Refusal, Reply
from viscodex_lsp.edges.model.completer import Completer, Notify

LONGEST_REPLY = 2_000_000
_TELL_EVERY = 20

Heard = Callable[[int], None]


async def listen(completer: Completer, prompt: Prompt, *, notify: Notify, heard: Heard) -> Reply:
    """Collect a streamed reply; one that grows beyond all use is closed early, as cut off.

    Raises:
        CompleterError: the model server did not answer with a reply.
    """
    said: list[str] = []
    size, finish = 0, None
    thinking = Thinking()
    stream = completer.stream(prompt, notify=notify)
    try:
        async for piece in stream:
            said.append(piece.text)
            size += len(piece.text)
            finish = piece.finish or finish
            # Some servers leave the reasoning in the reply.
            if not thinking.hears(piece.text):
                heard(len(said))
            elif len(said) % _TELL_EVERY == 0:
                notify(f"thinking, {counted(len(said), 'token')}")
            if size > LONGEST_REPLY:
                finish = "length"
                break
    finally:
        await stream.aclose()
    return Reply("".join(said), finish)


async def ask_about(
    pictures: Sequence[Picture],
    context: Context,
    *,
    instruction: str,
    completer: Completer,
    notify: Notify,
    heard: Heard,
    note: str = "",
) -> tuple[Prompt, Reply] | Refusal:
    """The reply to all pictures, and the question that a repair can go on from. `note` is a further word to the model.

    One long picture is asked part by part where its parts are too many or too large for one question; the replies are
    joined into one. Errors as for `listen`.
    """
    sheets = tuple(part for picture in pictures for part in picture.parts)
    notes = "\n\n".join(filter(None, (note_on_all(pictures), note)))
    prompt = build_prompt(context, sheets, instruction=instruction, note=notes)
    one_by_one = len(pictures) == 1 and len(sheets) > 1
    if not one_by_one or len(sheets) <= completer.pictures_at_once:
        try:
            return prompt, await listen(completer, prompt, notify=notify, heard=heard)
        except RequestTooLarge:
            if not one_by_one:
                raise
    replies = await _part_by_part(
        sheets, context, instruction=instruction, completer=completer, notify=notify, heard=heard
    )
    if isinstance(replies, Refusal):
        return replies
    # A repair sees the first part alone: all together were too much.
    return build_prompt(context, sheets[:1], instruction=instruction), replies


async def _part_by_part(
    sheets: Sequence[Picture],
    context: Context,
    *,
    instruction: str,
    completer: Completer,
    notify: Notify,
    heard: Heard,
) -> Reply | Refusal:
    language, codes, whole, tokens = language_of(context.language), list[str](), True, 0
    for number, sheet in enumerate(sheets, 1):
        notify(f"part {number} of {len(sheets)}")
        before, count = tokens, 0

        def heard_in_all(new: int, before: int = before) -> None:
            nonlocal count
            count = new
            heard(before + new)

        note = note_on_part(number, len(sheets), "\n".join(codes))
        prompt = build_prompt(context, (sheet,), instruction=instruction, note=note)
        reply = await listen(completer, prompt, notify=notify, heard=heard_in_all)
        tokens = before + count
        patch = read_reply(reply, language)
        if isinstance(patch, Refusal):
            return Refusal(patch.reason, f"Part {number} of {len(sheets)}: {patch.sentence}", patch.detail)
        codes.append(patch.code)
        whole = whole and not patch.cut_off
    return joined_reply(codes, fence=label(context.language), whole=whole)
