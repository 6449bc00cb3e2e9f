"""Neutralises what a model server would take for an order in the text of a document or a person."""

import re

# Servers that write a picture into the prompt as Markdown look for it with a pattern, also in text: they
# would fetch the address, or refuse the request. A blank as its name is the same Markdown and no match.
_PICTURE = "![]("
_HARMLESS_PICTURE = "![ ]("
# The control tokens of chat templates: <|im_start|>, <|image_pad|>, and the wide bars of some families.
_CONTROL_TOKEN = re.compile(r"<([|｜])([^|｜<>\s]{1,64})([|｜])>")


def neutralize(text: str) -> str:
    """Text that means the same to a reader, and nothing to a server's prompt assembly.

    `![](` becomes `![ ](`, and a control token like `<|im_end|>` becomes `<| im_end |>`. Everything else
    stays. Applying it twice changes nothing more.
    """
    return _CONTROL_TOKEN.sub(r"<\1 \2 \3>", text.replace(_PICTURE, _HARMLESS_PICTURE))
