"""Numbers as they stand beside an axis, and the values that a label may mean when a sign or a dot was not seen."""

import re

_SUFFIXES = {"k": 1e3, "K": 1e3, "m": 1e-3, "M": 1e6, "B": 1e9, "G": 1e9, "T": 1e12}
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)[$€£¥]?(?P<digits>\d+(?:[,' ]\d{3})+(?:\.\d+)?|\d*[.,]\d+|\d+\.?)"
    r"(?:[eE](?P<exponent>[-+]?\d{1,3}))?\s?(?P<suffix>[kKMBGT]?)\s?(?P<unit>%|°[CF]?|[a-zA-Zµ]{0,3})"
)
_MINUS = str.maketrans(
    {"−": "-", "–": "-", "—": "-", "一": "-", "－": "-", "O": "0", "o": "0", "О": "0", "l": "1", "I": "1"}
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def parse_number(text: str) -> float | None:
    """The number that `text` is, with its thousands, suffix and unit; None where it is not one number."""
    return _parse(_cleaned(text))


def possible_values(text: str) -> tuple[float, ...]:
    """The values a label may mean, the likeliest first: recognition loses minus signs and dots of small text."""
    value = parse_number(text)
    if value is None:
        return ()
    found = [value]
    plain = _cleaned(text)
    if re.fullmatch(r"0\d+", plain):  # "05" was "0.5"
        found.append(value / 10.0 ** (len(plain) - 1))
    return tuple(found + [-number for number in found if number > 0])


def power_of_ten(text: str) -> float | None:
    """The exponent of a label that is a power of ten: "10²", or "102" where the raised digit was read as plain."""
    plain = text.strip().translate(_MINUS)
    raised = re.fullmatch(r"10(?:\^?([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]{1,3}|-\d{1,2}|\d)|\^(\d\d))", plain)
    return float((raised[1] or raised[2]).translate(_RAISED)) if raised else None


def _cleaned(text: str) -> str:
    plain = text.strip()
    # A tick mark beside the label is read as a dash behind it, or as a lone stroke before it.
    plain = re.sub(r"(?<=[\d%])\s*[-–—−_:·.]+$", "", plain)
    if not re.search(r"\d", plain):
        return "0" if plain in ("O", "o", "О") else plain
    return plain.translate(_MINUS) if len(re.findall(r"[A-Za-z]", plain)) <= 1 else plain.translate(_SIGNS)


_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "一": "-", "－": "-"})


def _parse(text: str) -> float | None:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    digits = found["digits"]
    if re.search(r"[,' ]\d{3}(\D|$)", digits) and not digits.startswith("0"):
        digits = re.sub(r"[,' ]", "", digits)
    value = float(digits.replace(",", "."))
    value *= 10.0 ** int(found["exponent"] or 0) * _SUFFIXES.get(found["suffix"], 1)
    return -value if found["sign"] == "-" else value
