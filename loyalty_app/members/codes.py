"""Codes on cards: Crockford base32, so that every scanner and every eye reads them alike."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HANDLE_LENGTH = 16
STATIC_PREFIX = "LY0"
STATIC = re.compile(r"LY[0O]([0-9A-TV-Z]{16})")
_LOOKALIKES = str.maketrans("OIL", "011")


def new_handle() -> str:
    """80 random bits: a card's code cannot be guessed."""
    return random_code(HANDLE_LENGTH)


def random_code(length: int) -> str:
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(length))


def new_number() -> str:
    """A card number of ten digits, the last one a check digit (Luhn, ISO/IEC 7812-1)."""
    digits = str(secrets.randbelow(9) + 1) + "".join(str(secrets.randbelow(10)) for _ in range(8))
    return digits + luhn_digit(digits)


def luhn_digit(digits: str) -> str:
    total = 0
    for index, digit in enumerate(reversed(digits)):
        n = int(digit) * (1 if index % 2 else 2)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


def handle_in(text: str) -> str | None:
    """The handle of a static code."""
    return read_in(text, STATIC)


def read_in(text: str, code: re.Pattern[str]) -> str | None:
    """The group of a code's pattern, taken out of whatever surrounds it (a scanner adds things).

    Letters that look like digits are read as digits, as Crockford's base32 says.
    """
    found = code.search(re.sub(r"[\s\-]", "", text).upper())
    return found[1].translate(_LOOKALIKES) if found else None


def digits_of(number: int, length: int) -> str:
    """A number in base32, with zeros in front."""
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(length)))


def number_of(digits: str) -> int:
    """What `digits_of` wrote."""
    number = 0
    for digit in digits:
        number = number << 5 | ALPHABET.index(digit)
    return number


def grouped(code: str) -> str:
    """For the eye: `LY0 ABCD EFGH JKMN PQRS`."""
    return " ".join([code[:3], *re.findall(".{1,4}", code[3:])])
