"""Compares the vocabularies of two checkpoints id by id, reading only the JSON of their tokenizers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viscodex_model.checkpoint.index import read_json
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted


@dataclass(frozen=True)
class Agreement:
    """`shared` ids, from 0 on, name the same token in both (None: all of them); `difference` says what differs."""

    shared: int | None
    difference: str | None


def read_vocabulary(folder: Path) -> dict[int, str]:
    """Token by id, from `tokenizer.json`, or from `vocab.json` with `added_tokens.json`.

    Raises:
        UserError: neither is there, or they cannot be understood.
    """
    try:
        if (folder / "tokenizer.json").is_file():
            return _from_tokenizer(read_json(folder / "tokenizer.json"))
        if (folder / "vocab.json").is_file():
            added = folder / "added_tokens.json"
            ids = read_json(folder / "vocab.json") | (read_json(added) if added.is_file() else {})
            return {int(identity): token for token, identity in ids.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"The tokenizer files in {folder} cannot be understood: {error!r}.") from error
    raise UserError(
        f"{folder} has neither tokenizer.json nor vocab.json, so its vocabulary cannot be compared."
    )


def compare(vlm: dict[int, str], donor: dict[int, str], *, label: str) -> Agreement:
    """Compare id for id; `label` names the donor in the sentence."""
    differing = sorted(i for i in vlm.keys() | donor.keys() if vlm.get(i) != donor.get(i))
    if not differing:
        return Agreement(None, None)
    first = differing[0]
    sentence = (
        f"The vocabularies differ in {counted(len(differing), 'id')}: id {first} is {_say(vlm.get(first))} in the vlm "
        f"and {_say(donor.get(first))} in the {label}."
    )
    return Agreement(first, sentence)


def _from_tokenizer(content: dict[str, Any]) -> dict[int, str]:
    vocabulary = content["model"]["vocab"]
    pairs = (
        vocabulary.items() if isinstance(vocabulary, dict) else ((v[0], i) for i, v in enumerate(vocabulary))
    )
    tokens = {int(identity): str(token) for token, identity in pairs}
    tokens.update({int(added["id"]): str(added["content"]) for added in content.get("added_tokens", [])})
    return tokens


def _say(token: str | None) -> str:
    return "unused" if token is None else repr(token)
