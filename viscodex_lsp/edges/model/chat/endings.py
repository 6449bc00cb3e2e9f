"""A reply that ended without code: which of the many ways it was, in a sentence.

What a model thinks, refuses or calls travels in fields of its own beside the text, under each engine's own name.
"""

from dataclasses import dataclass

from viscodex_lsp.core.counted import counted
from viscodex_lsp.core.errors import CompleterError, RequestRejected, StreamBroken
from viscodex_lsp.edges.model.chat.engine_errors import Endpoint, one_line
from viscodex_lsp.edges.model.chat.wire import Said

# In lower case, as engines and the services before them say it.
_FAILED = (
    "error", "abort", "aborted", "cancelled", "canceled", "failed", "internal_error", "server_error", "network_error",
    "insufficient_system_resource", "timeout", "malformed_function_call",
)  # fmt: skip
_FILTERED = (
    "content_filter", "content_filtered", "contentfilter", "sensitive", "safety", "image_safety", "recitation",
    "blocklist", "prohibited_content", "spii", "guardrail_intervened", "error_toxic",
)  # fmt: skip
_FULL = ("length", "max_tokens", "model_length", "max_length", "max_output_tokens", "token_limit")
_CALLED = ("tool_calls", "tool_use", "tool_call", "function_call")


def plain_reason(finish: str | None) -> str | None:
    """A server's reason to stop as "stop" or "length": engines name their end token differently, and all other words
    mean that the model was done."""
    if finish is None:
        return None
    return "length" if finish.lower() in _FULL else "stop"


@dataclass
class Ending:
    """What was said so far: whether there was text, how many events of reasoning, a refusal, a tool's name."""

    began: bool = False
    has_text: bool = False
    thoughts: int = 0
    refusal: str = ""
    tool: str = ""

    def hear(self, said: Said) -> None:
        """Take one more event into account."""
        self.began = True
        self.has_text |= bool(said.text.strip())
        self.thoughts += bool(said.thought)
        self.refusal += said.refusal
        self.tool = self.tool or said.tool

    def fault(self, finish: str, place: Endpoint) -> CompleterError | None:
        """Why this is no reply; None where it is one. `finish` is the server's word."""
        word = finish.lower()
        if word in _FILTERED:
            return RequestRejected(
                f"The content filter of {place.server} stopped the reply. Choose another picture or instruction, or "
                "ask whoever runs the server what it filters."
            )
        if word in _FAILED:
            return StreamBroken(
                f"{place.server} gave the reply up before its end ({finish}). Try again; its log may say why."
            )
        if self.tool or word in _CALLED:
            tool = one_line(self.tool) or "a function"
            return RequestRejected(
                f"The model at {place.server} called a tool ({tool}) instead of answering with code. "
                "Turn tool calls off on the server, or choose another model in viscodex.server.model."
            )
        if (self.refusal.strip() or word == "refusal") and not self.has_text:
            said = f": “{one_line(self.refusal)}”" if self.refusal.strip() else ""
            return RequestRejected(
                f"The model at {place.server} declined{said}. Try another picture, or another instruction."
            )
        return self._only_thoughts(word, place) if self.thoughts and not self.has_text else None

    def _only_thoughts(self, finish: str, place: Endpoint) -> CompleterError:
        spent = counted(self.thoughts, "token")
        if finish in _FULL:
            return RequestRejected(
                f"The model at {place.server} was still reasoning when its reply was full ({spent}), and wrote no "
                "code. Raise viscodex.request.maxTokens, or choose a model that does not reason in "
                "viscodex.server.model."
            )
        return RequestRejected(
            f"The model at {place.server} wrote no code after its reasoning ({spent}). Try again, or choose a model "
            "that does not reason in viscodex.server.model."
        )
