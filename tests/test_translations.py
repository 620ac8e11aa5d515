"""Whatever is said is said in every language, by a catalogue that keeps to its source."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import Babel, force_locale, gettext, ngettext

import loyalty_app
from loyalty_app.activities.facts import Lot, Outcome, OutcomeKind, Part
from loyalty_app.activities.values import Kind
from loyalty_app.errors import LoyaltyError
from loyalty_app.members.models import Member
from loyalty_app.outreach.letters import letter
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.programme.document import SPOKEN
from loyalty_app.receipts.words import sentence, title

from .factories import preset

ROOT = Path(__file__).parent.parent
APP = ROOT / "loyalty_app"
CATALOGUES = {path.parent.parent.name: path for path in APP.glob("translations/*/*/messages.po")}
MAILS = sorted(path.name for path in (ROOT / "templates/mail").iterdir())
MODULES = sorted(path for path in APP.rglob("*.py") if "node_modules" not in path.parts)

SOURCE = "en"
COLLECTED = {"_", "_l", "gettext", "ngettext", "said_later"}
"""Names whose texts `make translations` finds; some because it is told so."""
BY_KEYWORD = "-k _l -k _n:1,2 -k said_later"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text of the code and the templates, as `make translations` collects them."""
    path = tmp_path_factory.mktemp("texts") / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"]
    options = ["-F", "pyproject.toml", *BY_KEYWORD.split(), "-o", str(path), "."]
    subprocess.run([*command, *options], cwd=ROOT, check=True)
    return read(path)


@pytest.fixture(scope="module", params=sorted(CATALOGUES))
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    return read(CATALOGUES[request.param])


@pytest.fixture(scope="module")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Reads the catalogues as they are now, compiled or not; no database, no pages."""
    folder = tmp_path_factory.mktemp("translations")
    for language, path in CATALOGUES.items():
        compiled = folder / language / "LC_MESSAGES/messages.mo"
        compiled.parent.mkdir(parents=True)
        with compiled.open("wb") as file:
            write_mo(file, read(path))
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    Babel(app, default_translation_directories=str(folder))
    with app.app_context():
        yield app


def texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def sources(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message: Message) -> list[str]:
    told = message.string or ""
    return [told] if isinstance(told, str) else list(told)


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def all_errors() -> list[type[LoyaltyError]]:
    for module in walk_packages(loyalty_app.__path__, "loyalty_app."):
        if ".migrations." not in module.name:
            import_module(module.name)
    found, waiting = [], [LoyaltyError]
    while waiting:
        error = waiting.pop()
        found.append(error)
        waiting += error.__subclasses__()
    return [error for error in found if error.__module__.startswith("loyalty_app.")]


def test_every_language_but_that_of_the_source_has_a_catalogue() -> None:
    assert set(CATALOGUES) == set(SPOKEN) - {SOURCE}


def test_the_source_needs_none(speaker: Flask, template: Catalog) -> None:
    with force_locale(SOURCE):
        assert all(gettext(sources(message)[0]) == sources(message)[0] for message in template)
        assert ngettext("%(num)d point", "%(num)d points", 1) == "1 point"
        assert ngettext("%(num)d point", "%(num)d points", 0) == "0 points"


def test_every_text_is_translated_without_doubt(catalogue: Catalog, template: Catalog) -> None:
    there = {message.id: message for message in texts(catalogue) if not message.fuzzy}
    lacking = [
        message.id
        for message in texts(template)
        if message.id not in there or not all(translations(there[message.id]))
    ]
    assert not lacking, "`make translations` collects them"


def test_a_translation_names_what_its_source_names(catalogue: Catalog) -> None:
    """A singular may go without its number, where the source's does: “once a day”."""
    for message in texts(catalogue):
        told, wanted = translations(message), [placeholders(text) for text in sources(message)]
        assert placeholders(told[0]) in (wanted[0], wanted[-1]), message.id
        assert all(placeholders(text) == wanted[-1] for text in told[1:]), message.id
        for text in told:
            facts = dict.fromkeys((mark[2:-2] for mark in placeholders(text)), 1)
            assert not facts or text % facts, message.id


def test_a_translation_begins_and_ends_as_its_source(catalogue: Catalog) -> None:
    for message in texts(catalogue):
        source = sources(message)[0]
        for text in translations(message):
            assert text[: len(text) - len(text.lstrip())] == source[: -len(source.lstrip())]
            assert text[len(text.rstrip()) :] == source[len(source.rstrip()) :], message.id


def test_a_translation_has_no_mark_up_and_shouts_no_more_than_its_source(
    catalogue: Catalog,
) -> None:
    for message in texts(catalogue):
        for text in translations(message):
            assert not re.search(r"<\w|&\w+;", text), message.id
            assert text.count("!") <= sources(message)[0].count("!"), message.id


def test_texts_are_collected_in_one_way() -> None:
    for name in ("Makefile", "scripts/check-translations"):
        assert BY_KEYWORD in (ROOT / name).read_text()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_text_can_be_collected(path: Path) -> None:
    """Under a name that is looked for, as a literal, and not within an f-string."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "flask_babel":
            names = {alias.asname or alias.name for alias in node.names if "gettext" in alias.name}
            assert names <= COLLECTED
        if isinstance(node, ast.Call) and _is_a_text(node):
            literals = [isinstance(text, ast.Constant) for text in node.args[:1]]
            assert literals == [True], f"line {node.lineno}"
        if isinstance(node, ast.JoinedStr):
            hidden = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
            assert not any(map(_is_a_text, hidden)), f"line {node.lineno}"


def _is_a_text(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in COLLECTED


@pytest.mark.parametrize("error", all_errors(), ids=lambda error: error.__name__)
def test_every_refusal_has_words_that_are_collected(
    speaker: Flask, template: Catalog, error: type[LoyaltyError]
) -> None:
    with force_locale(SOURCE):
        assert str(error.words) in template


@pytest.mark.parametrize("kind", OutcomeKind)
def test_every_outcome_is_a_sentence_in_every_language(speaker: Flask, kind: OutcomeKind) -> None:
    rules, parts = preset("cafe"), (Part(Lot(None, None), 12),)
    why = {"from": "gold"}
    outcome = Outcome(kind, "free-coffee", points=12, count=3, parts=parts, why=why)
    said = set()
    for language in SPOKEN:
        with force_locale(language):
            said.add(sentence(outcome, rules))
    assert all(said)
    assert len(said) == len(SPOKEN)


@pytest.mark.parametrize("kind", Kind)
def test_every_activity_has_a_title_in_every_language(speaker: Flask, kind: Kind) -> None:
    said = set()
    for language in SPOKEN:
        with force_locale(language):
            said.add(title(kind))
    assert len(said) == len(SPOKEN)


@pytest.mark.parametrize("message", MAILS)
def test_every_mail_speaks_its_readers_language(speaker: Flask, message: str) -> None:
    facts = {
        "link": "https://card.example/link/1",
        "code": "123456",
        "place": "Centro",
        "question": "How was it?",
        "scores": [0, 1],
        "thanks": 5,
        "words": "Thank you.",
    }
    letters = [
        letter(
            OutboxMail(id="1", message=message, facts=facts),
            Member(name="Ada Neri", email="ada@example.org", language=language),
            preset("shop"),
        )
        for language in SPOKEN
    ]
    for part in ("subject", "text", "html"):
        assert len({getattr(written, part) for written in letters}) == len(SPOKEN)
    for language, written in zip(SPOKEN, letters, strict=True):
        assert f'<html lang="{language}"' in written.html


@pytest.mark.parametrize(
    ("asked_for", "language"),
    [
        ("it-IT,it;q=0.9,en;q=0.5", "it"),
        ("en-GB", "en"),
        ("de,en;q=0.5", "en"),
        ("de", "it"),
        ("*", "it"),
        ("", "it"),
    ],
)
def test_a_browser_is_answered_in_the_first_language_we_share(
    client: FlaskClient, asked_for: str, language: str
) -> None:
    headers = {"Accept-Language": asked_for}
    page = client.get("/", headers=headers, follow_redirects=True)
    assert f'<html lang="{language}"' in page.text
