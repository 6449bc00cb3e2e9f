"""The tokenizer of a checkpoint folder as llama.cpp's byte-level BPE: tokens, their kinds, merges and special ids."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gguf.constants import TokenType

from viscodex_model.checkpoint.index import read_json
from viscodex_model.core.errors import UserError
from viscodex_model.core.sizes import counted

END_OF_TURN, END_OF_TEXT = "<|im_end|>", "<|endoftext|>"
_USUAL = "qwen2"
# How llama.cpp names the rules by which text is split before the merges: Qwen3.5's counts accents as letters.
SPLITTING = {
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+": _USUAL,
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}"
    r"| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+": "qwen35",
}


@dataclass(frozen=True)
class Vocabulary:
    """A tokenizer as the file holds it: one token and one kind for each row of the embedding."""

    tokens: tuple[str, ...]
    kinds: tuple[TokenType, ...]
    merges: tuple[str, ...]
    ids: dict[str, int]
    splitting: str
    changes: tuple[str, ...]

    def metadata(self) -> dict[str, Any]:
        """The keys of the tokenizer, without the chat template."""
        special = {f"tokenizer.ggml.{key}_token_id": identity for key, identity in self.ids.items()}
        return {
            "tokenizer.ggml.model": "gpt2",
            "tokenizer.ggml.pre": self.splitting,
            "tokenizer.ggml.tokens": list(self.tokens),
            "tokenizer.ggml.token_type": [int(kind) for kind in self.kinds],
            "tokenizer.ggml.merges": list(self.merges),
            **special,
            "tokenizer.ggml.add_bos_token": False,
        }


def read_vocabulary(folder: Path, rows: int) -> Vocabulary:
    """The tokenizer in `folder` for an embedding of `rows`.

    Raises:
        UserError: there is none, it is not byte-level BPE, or a token has no row.
    """
    content = read_json(folder / "tokenizer.json")
    model = content.get("model")
    if not isinstance(model, dict) or model.get("type") != "BPE" or not _is_byte_level(content):
        raise UserError(f"The tokenizer in {folder} is not byte-level BPE, as llama.cpp's Qwen2 has it.")
    added = [entry for entry in content.get("added_tokens", ()) if isinstance(entry, dict)]
    numbered = {**model.get("vocab", {}), **{entry["content"]: entry["id"] for entry in added}}
    beyond = [token for token, identity in numbered.items() if identity >= rows]
    if beyond:
        raise UserError(
            f"The tokenizer in {folder} has {counted(len(beyond), 'token')} beyond the {rows} rows of the embedding, "
            f"among them {beyond[0]!r}: it belongs to another model."
        )
    tokens = [f"[PAD{identity}]" for identity in range(rows)]
    kinds = [TokenType.UNUSED] * rows
    for token, identity in numbered.items():
        tokens[identity], kinds[identity] = token, TokenType.NORMAL
    for entry in added:
        kinds[entry["id"]] = TokenType.CONTROL if entry.get("special") else TokenType.USER_DEFINED
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model.get("merges", ())]
    return Vocabulary(
        tuple(tokens),
        tuple(kinds),
        # llama.cpp refuses a tokenizer without merges. This one joins two control tokens, which no text ever holds.
        tuple(merges) or (f"{END_OF_TEXT} {END_OF_TEXT}",),
        _special_ids(folder, numbered),
        SPLITTING.get(_pattern(content) or "", _USUAL),
        tuple(_changes(content, merges)),
    )


def _is_byte_level(content: dict[str, Any]) -> bool:
    decoder = content.get("decoder") or {}
    return "ByteLevel" in (decoder.get("type"), *(part.get("type") for part in decoder.get("decoders", ())))


def _changes(content: dict[str, Any], merges: list[str]) -> Iterator[str]:
    if not merges:
        yield "a merge that never applies is added to the tokenizer, which has none"
    if _pattern(content) not in SPLITTING:
        yield "text is split before the merges as Qwen2 does it; this tokenizer splits by a rule of its own"


def _pattern(content: dict[str, Any]) -> str | None:
    """The regular expression of the first splitting step."""
    step = content.get("pre_tokenizer") or {}
    for part in (step, *step.get("pretokenizers", ())):
        if part.get("type") == "Split":
            pattern = part.get("pattern", {}).get("Regex")
            return pattern if isinstance(pattern, str) else None
    return None


def _special_ids(folder: Path, numbered: dict[str, int]) -> dict[str, int]:
    """The end of a turn ends a reply; llama.cpp finds further ends by the tokens' names."""
    missing = [token for token in (END_OF_TURN, END_OF_TEXT) if token not in numbered]
    if missing:
        raise UserError(f"The tokenizer in {folder} has no {missing[0]}: replies would have no end.")
    end = numbered[END_OF_TEXT]
    return {"eos": numbered[END_OF_TURN], "bos": end, "padding": end}
