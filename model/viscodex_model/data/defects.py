"""What can be wrong with a record of training data, and the sentence for each class."""

from dataclasses import dataclass

KINDS: dict[str, str] = {
    "schema": "the record does not have the form {images, messages, category}",
    "turns": "user and assistant do not take turns",
    "empty_answer": "the answer is empty",
    "placeholders": "the text has another number of `<image>` than the record has pictures",
    "special_token": "the text holds a mark of the chat format, such as <|im_end|>",
    "picture_missing": "a picture is not in the zip or folder",
    "picture_outside": "a picture's name leads out of the zip or folder",
    "picture_broken": "a picture does not open",
    "picture_size": "a picture is too large, too small or too narrow",
    "no_fence": "the answer has no fenced block, and its category wants one",
    "open_fence": "a fenced block in the answer never ends",
    "unknown_language": "a fenced block names a language that nobody knows",
    "code_error": "the code of a fenced block does not parse",
    "too_long": "the record has more tokens than the limit",
    "duplicate": "the same pictures and the same text came before",
    "unpaired": "a picture has no code of its name, or a code no picture",
}


@dataclass(frozen=True)
class Defect:
    """Why a record is left out: one of `KINDS`, and what exactly."""

    kind: str
    detail: str
