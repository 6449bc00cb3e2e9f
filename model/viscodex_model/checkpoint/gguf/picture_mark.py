"""The chat template of a folder in a form in which llama.cpp finds where the pictures go.

llama.cpp hands a turn to the template as one text in which a mark stands for each picture, `<__media_…__>` with random
letters between. The mark must come out as it is: there the picture is put, with the tokens around it. A template that
looks for parts of type `image`, and writes Qwen's own picture tokens itself, is wrapped so that it sees what it looks
for, and its tokens are then exchanged for the mark.
"""

import json
from typing import Any

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from viscodex_model.core.errors import UserError

_MARK = "<__media_x1__>"
_PICTURE = "<|vision_start|><|image_pad|><|vision_end|>"
_BEFORE = """\
{%- set viscodex = namespace(mark='', messages=[]) -%}
{%- for message in messages -%}
{%- set turn = namespace(parts=[]) -%}
{%- set parts = [{'type': 'text', 'text': message.content}] if message.content is string else message.content -%}
{%- for part in parts -%}
{%- if part.type == 'text' and '<__media' in part.text -%}
{%- for piece in part.text.split('<__media') -%}
{%- set rest = piece.split('__>') -%}
{%- if not loop.first -%}
{%- set viscodex.mark = '<__media' + rest[0] + '__>' -%}
{%- set turn.parts = turn.parts + [{'type': 'image'}] -%}
{%- set rest = rest[1:] -%}
{%- endif -%}
{%- if rest | join('__>') -%}
{%- set turn.parts = turn.parts + [{'type': 'text', 'text': rest | join('__>')}] -%}
{%- endif -%}
{%- endfor -%}
{%- else -%}
{%- set turn.parts = turn.parts + [part] -%}
{%- endif -%}
{%- endfor -%}
{%- set content = turn.parts[0].text if turn.parts | length == 1 and turn.parts[0].type == 'text' else turn.parts -%}
{%- set viscodex.messages = viscodex.messages + [{'role': message.role, 'content': content}] -%}
{%- endfor -%}
{%- set messages = viscodex.messages -%}
{%- set rendered -%}"""
_AFTER = (
    "{%- endset -%}{{ rendered | replace('" + _PICTURE + "', viscodex.mark) if viscodex.mark else rendered }}"
)


def engine_template(template: str) -> tuple[str, str | None]:
    """`template` as llama.cpp needs it, and what was changed about it, if anything.

    Raises:
        UserError: it has no place for pictures, or does not work at all.
    """
    if shows_picture(template):
        return template, None
    wrapped = _BEFORE + template + _AFTER
    if shows_picture(wrapped):
        return wrapped, "the chat template is wrapped so that llama.cpp finds the place of each picture"
    raise UserError(
        "The chat template has no place for pictures: the model would never see one. Copy the template of the original "
        "Qwen2.5-VL into the folder."
    )


def shows_picture(template: str) -> bool:
    """Whether a turn with a picture comes out with the engine's mark, once and without tokens around it.

    By what it finds out about the template, the engine hands the text over as it is or as a part.
    """
    text = f"{_MARK}What is this?"
    contents: tuple[Any, ...] = (text, [{"type": "text", "text": text}])
    rendered = [render(template, [{"role": "user", "content": content}]) for content in contents]
    return any(prompt.count(_MARK) == 1 and "<|image_pad|>" not in prompt for prompt in rendered)


def render(template: str, messages: list[dict[str, Any]], **settings: Any) -> str:
    """The prompt of `messages`, with the tags that transformers and llama.cpp know, and the template's own `settings`.

    Raises:
        UserError: the template is damaged, or refuses the messages.
    """
    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols]
    )
    environment.globals["raise_exception"] = _refuse
    environment.filters["tojson"] = json.dumps
    try:
        return environment.from_string(template).render(
            messages=messages, add_generation_prompt=True, **settings
        )
    except (TemplateError, TypeError, ValueError) as error:
        raise UserError(f"The chat template does not work: {error}") from error


def _refuse(message: str) -> None:
    raise TemplateError(message)
