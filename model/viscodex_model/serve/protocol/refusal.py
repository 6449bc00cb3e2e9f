"""A request that is not answered: its HTTP status, a sentence for the user, and the JSON body that carries it."""

from typing import Any

TYPES = {
    401: "authentication_error",
    404: "not_found_error",
    405: "not_found_error",
    429: "rate_limit_error",
    500: "server_error",
    503: "server_error",
}


class Refused(Exception):
    """Refuse a request with `status`; `sentence` says what happened and what to do."""

    def __init__(
        self, status: int, sentence: str, *, code: str | None = None, retry_after: int | None = None
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.code = code
        self.retry_after = retry_after

    def body(self) -> dict[str, Any]:
        """The error in the shape of OpenAI's API: `{"error": {"message", "type", "code"}}`."""
        kind = TYPES.get(self.status, "invalid_request_error")
        return {"error": {"message": self.sentence, "type": kind, "code": self.code}}

    def headers(self) -> dict[str, str]:
        """`Retry-After` where waiting helps, and nothing else."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
