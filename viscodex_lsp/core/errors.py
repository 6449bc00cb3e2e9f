"""Everything that can go wrong at an edge, each with a sentence for the user and a log level.

    VisCodexError
    ├── UsageError              a request that cannot be meant
    │   └── DocumentError       a closed, binary or too large document; a range beyond its end
    ├── PictureError            no usable picture
    │   ├── NoPicture           the source holds none, or cannot be read here
    │   ├── UnsupportedPicture  not a format that can be turned into pixels safely
    │   ├── UnreadablePicture   damaged
    │   ├── PictureTooLarge     over the limits, refused before decoding
    │   └── OutsideWorkspace    a path that workspace files may not point to
    ├── NotRead                 a picture that the reader gave no answer about
    ├── NotDrawn                a page that no browser could draw in time
    ├── NotMasked               a picture that could not be searched for secrets
    ├── TooHardToParse          a text that the checks do not get done with
    ├── CaptureError            the screen cannot be read
    ├── CompleterError          the model server did not answer with a reply
    │   ├── ServerUnreachable   nothing answers at the address
    │   ├── KeyRefused          401 and 403
    │   ├── ServerBusy          429 and 503 until the deadline; `retry_after` seconds when the server says so
    │   ├── RequestRejected     the server will not take this request: repeating it is useless
    │   │   ├── PicturesRefused its model takes no pictures
    │   │   └── RequestTooLarge too many or too large pictures, or too much text, for one question
    │   ├── StreamBroken        the reply ended early
    │   ├── TimedOut            a limit of `request.*` passed
    │   └── NoLocalServer       the local server cannot be started
    └── Cancelled               the user stopped it

Refused replies are values (`nouns.Refusal`), not exceptions.
"""

import logging


class VisCodexError(Exception):
    """`str(error)` says what happened and what to do, without pictures, code or keys."""

    log_level = logging.WARNING


class UsageError(VisCodexError):
    """A request that cannot be meant."""


class DocumentError(UsageError):
    """A document that cannot be edited."""


class NotWritten(DocumentError):
    """The disk did not take what an edit brings, so that nothing of it was written."""


class PictureError(VisCodexError):
    """No usable picture."""


class NoPicture(PictureError):
    """The source holds no picture, or cannot be read here."""

    log_level = logging.INFO


class UnsupportedPicture(PictureError):
    """Not a format that can be turned into pixels safely."""


class UnreadablePicture(PictureError):
    """Damaged data."""


class PictureTooLarge(PictureError):
    """Over the limits; refused from the header, before decoding."""


class OutsideWorkspace(PictureError):
    """A path that a workspace file may not point to."""


class TooHardToParse(VisCodexError):
    """A text that takes a parser too long, or too much memory. `reason` says which bound it was ("over 10 s")."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"Checking was given up ({reason}): the checks do not get done with this file, or with the code from the "
            "model, as it stands. Nothing was changed. Try again with a smaller file, or at another place."
        )
        self.reason = reason


class NotRead(VisCodexError):
    """The reader gave no answer about a picture that can be relied on. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The picture was not read: {reason}. See the local server's log for details.")
        self.reason = reason


class NotDrawn(VisCodexError):
    """A page that could not be drawn. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The page was not drawn: {reason}.")
        self.reason = reason


class NotMasked(VisCodexError):
    """A picture that could not be searched for secrets, and so was not sent. `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The picture was not sent: it could not be searched for secrets ({reason}). Try again, or set "
            "viscodex.privacy.maskSecrets to false if the server may see all of it."
        )


class CaptureError(VisCodexError):
    """The screen cannot be read."""


class CompleterError(VisCodexError):
    """The model server did not answer with a reply."""

    log_level = logging.ERROR


class ServerUnreachable(CompleterError):
    """Nothing answers at the address."""


class KeyRefused(CompleterError):
    """The server does not accept the key, or wants one."""


class ServerBusy(CompleterError):
    """The server has no room now."""

    def __init__(self, sentence: str, *, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class RequestRejected(CompleterError):
    """The server will not take this request."""


class PicturesRefused(RequestRejected):
    """The model takes no pictures."""


class RequestTooLarge(RequestRejected):
    """Too much for one question."""


class StreamBroken(CompleterError):
    """The reply ended before its end."""


class TimedOut(CompleterError):
    """A time limit passed."""


class NoLocalServer(CompleterError):
    """The local server cannot be started, or does not answer."""


class Cancelled(VisCodexError):
    """The user stopped it."""

    log_level = logging.INFO
