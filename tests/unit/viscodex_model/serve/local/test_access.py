"""Only this machine reaches the server, and only with its token."""

import pytest
from viscodex_model.core.errors import UserError
from viscodex_model.serve.local.access import TOKEN_VARIABLE, check_token, listen, take_token, url_of
from viscodex_model.serve.protocol.refusal import Refused


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.0.0.2"])
def test_loopback_addresses_are_listened_on(host: str) -> None:
    """A loopback name or address gives a URL with the port that was free."""
    with listen(host, 0) as listener:
        port = listener.getsockname()[1]
        assert url_of(listener) == f"http://{host.replace('localhost', '127.0.0.1')}:{port}"
        assert port > 0


@pytest.mark.parametrize(
    ("host", "part"),
    [
        ("0.0.0.0", "other machines"),
        ("192.168.1.2", "other machines"),
        ("::", "other machines"),
        ("example.org", "not an address"),
    ],
)
def test_every_other_address_is_refused(host: str, part: str) -> None:
    """An address that other machines can reach is refused before anything is bound."""
    with pytest.raises(UserError, match=part):
        listen(host, 0)


def test_a_taken_port_is_said() -> None:
    """A second server on the same port is told which port, and what to do."""
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(UserError, match=rf"port {port}.*Take another port"):
            listen("127.0.0.1", port)


def test_the_token_of_the_environment_is_taken() -> None:
    """A given token is used as it is; without one a new one is made, and never twice the same."""
    assert take_token({TOKEN_VARIABLE: " abc "}) == ("abc", False)
    first, second = take_token({}), take_token({TOKEN_VARIABLE: ""})
    assert (first[1], second[1]) == (True, True)
    assert first[0] != second[0]
    assert len(first[0]) >= 32


@pytest.mark.parametrize("header", ["Bearer abc", "bearer abc", "Bearer  abc "])
def test_the_right_token_passes(header: str) -> None:
    """The scheme's case and blanks around the token do not matter."""
    check_token(header, "abc")


@pytest.mark.parametrize(
    "header", [None, "", "abc", "Basic abc", "Bearer", "Bearer ab", "Bearer abcd", "Bearer äbc"]
)
def test_any_other_token_is_refused(header: str | None) -> None:
    """A missing, other, shorter, longer or odd token is a 401 that does not repeat it."""
    with pytest.raises(Refused) as caught:
        check_token(header, "abc")
    assert caught.value.status == 401
    assert "abc" not in caught.value.sentence
