import pytest
from flask import Flask
from wtforms import IntegerField

from loyalty_app.web.forms import Form


class Counting(Form):
    n = IntegerField()


def complaints() -> list[str]:
    form = Counting(meta={"csrf": False})  # type: ignore[no-untyped-call]
    form.validate()  # type: ignore[no-untyped-call]
    return list(form.n.errors)


@pytest.mark.parametrize(
    ("language", "words"),
    [("it", "Non è una valore intero valido"), ("en", "Not a valid integer value.")] * 2,
)
def test_what_a_library_says_is_in_the_readers_language(
    app: Flask, language: str, words: str
) -> None:
    with app.test_request_context(
        method="POST", data={"n": "three"}, headers={"Accept-Language": language}
    ):
        assert complaints() == [words]
