import pytest
from flask import Flask
from wtforms import IntegerField

from loyalty_app.web.forms import Form


class Counting(Form):
    n = IntegerField()


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
        form = Counting(meta={"csrf": False})
        assert not form.validate()
        assert form.n.errors == [words]
