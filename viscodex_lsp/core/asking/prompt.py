"""Builds the prompt from context, pictures and instruction. The wording lives in `prompts/*.md`."""

from functools import cache
from importlib.resources import files
from string import Template

from viscodex_lsp.core.language.languages import language_of
from viscodex_lsp.core.nouns import Context, Message, Picture, Prompt, Refusal, Reply

MARK = "<<<HERE>>>"
# The reader, which understands nothing, looks for these words.
TAILWIND = "Style with Tailwind's utility classes, as the project does."


def build_prompt(
    context: Context, pictures: tuple[Picture, ...], *, instruction: str = "", note: str = ""
) -> Prompt:
    """Ask for code at the place of `context`. Pictures come first, as models are trained on; `note` says what they are
    parts of."""
    task = Template(_wording("rewrite" if context.selection else "insert"))
    named = "the picture" if len(pictures) == 1 else f"the {len(pictures)} pictures, taken together"
    sections = [
        task.substitute(pictures=named),
        *([note] if note else []),
        *([f"The person asks: {instruction}"] if instruction else []),
        *_facts(context),
        f"Answer with one ```{label(context.language)} block.",
    ]
    text = "\n\n".join(section.strip("\n") for section in sections)
    return Prompt((Message("system", (_wording("system"),)), Message("user", (*pictures, text))))


def repair_prompt(prompt: Prompt, reply: Reply, refusal: Refusal, *, language: str) -> Prompt:
    """Ask once more, with the model's own answer and what was wrong with it."""
    fault = refusal.detail or refusal.sentence
    question = Template(_wording("repair")).substitute(fault=fault, language=label(language))
    return Prompt((*prompt.messages, Message("assistant", (reply.text,)), Message("user", (question,))))


def closer_note(*, likeness: str, fix: str, tried: str) -> str:
    """What is said of code that is to come closer to its picture: how like it is, the one thing to mend, and what was
    tried before."""
    note = Template(_wording("closer")).substitute(likeness=likeness, fix=fix)
    return f"{note}\nWhat was tried before:{tried}" if tried else note


def label(language: str) -> str:
    """The fence label to ask for."""
    return language_of(language).fence


def _facts(context: Context) -> list[str]:
    facts = [f"File: {context.file_name} ({label(context.language)})"] if context.file_name else []
    lists = (
        ("The project's dependencies", ", ".join(context.dependencies)),
        ("The file's imports", "\n".join(context.imports)),
        ("The place is inside", "\n".join(context.scopes)),
        ("Beside it are", "\n".join(context.siblings)),
    )
    facts += [f"{title}:\n{text}" for title, text in lists if text]
    if context.project:
        facts.append("\n".join((_wording("project"), *context.project)))
    if context.tailwind:
        facts.append(TAILWIND)
    if context.selection:
        facts.append(f"The selected code:\n{context.selection}")
    if context.before.strip() or context.after.strip():
        facts.append(f"The file around the place:\n{context.before}{MARK}{context.after}")
    if context.standing:
        facts.append(context.standing)
    return facts


@cache
def _wording(name: str) -> str:
    return (
        files("viscodex_lsp.core.asking")
        .joinpath("prompts", f"{name}.md")
        .read_text(encoding="utf-8")
        .strip()
    )
