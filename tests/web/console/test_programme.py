"""The rules as sentences; a changed document becomes a draft, and nothing changes until then."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.operations import draft
from loyalty_app.programme.queries import draft_version, issues
from loyalty_app.programme.versions import current_programme

from ...factories import preset_source
from .conftest import HTMX

CAFE = preset_source("cafe")
DEARER = CAFE.replace("every: 1.00", "every: 2.00")


def upload(client: FlaskClient, data: bytes, **headers: str) -> TestResponse:
    file = (BytesIO(data), "rules.yaml")
    return client.post(
        "/console/programme",
        data={"file": file, "source": ""},
        content_type="multipart/form-data",
        headers=headers,
    )


def test_the_rules_are_read_as_sentences(as_manager: FlaskClient) -> None:
    page = as_manager.get("/console/programme")
    assert page.status_code == 200
    for words in ("1 point for every €1.00", "×2 on the points", "10 stamps fill it", "Version 1"):
        assert words in page.text
    assert "Change the rules" not in page.text


def test_a_changed_document_becomes_a_draft_and_shows_the_difference(
    as_owner: FlaskClient,
) -> None:
    answer = upload(as_owner, DEARER.encode())
    assert (answer.status_code, answer.location) == (303, "/console/programme/draft")
    page = as_owner.get("/console/programme/draft").text
    assert "1 point for every €<ins>2.00</ins>" in page
    assert "A draft is waiting." in as_owner.get("/console/programme").text
    assert current_programme().earning[0].per_spend.every == 100  # type: ignore[union-attr]


def test_a_draft_is_published_once_however_often_it_is_sent(as_owner: FlaskClient) -> None:
    upload(as_owner, DEARER.encode())
    waiting = draft_version()
    assert waiting
    sent = {"sha256": waiting.sha256}
    for _ in range(2):
        assert as_owner.post("/console/programme/publish", data=sent).status_code == 303
    assert [issue.number for issue in issues()] == [2, 1]
    assert current_programme().earning[0].per_spend.every == 200  # type: ignore[union-attr]
    page = as_owner.get("/console/programme").text
    assert "1 point for every €2.00" in page
    assert "Version 2" in page


def test_a_draft_that_changed_meanwhile_is_looked_at_again(as_owner: FlaskClient) -> None:
    upload(as_owner, DEARER.encode())
    found = draft_version()
    assert found
    seen = found.sha256
    upload(as_owner, CAFE.replace("every: 1.00", "every: 3.00").encode())
    answer = as_owner.post("/console/programme/publish", data={"sha256": seen})
    assert answer.location == "/console/programme/draft"
    assert "was changed meanwhile" in as_owner.get(answer.location).text
    assert len(issues()) == 1


def test_a_draft_can_be_thrown_away(as_owner: FlaskClient) -> None:
    upload(as_owner, DEARER.encode())
    assert as_owner.post("/console/programme/discard").status_code == 303
    assert draft_version() is None
    assert as_owner.get("/console/programme/draft").location == "/console/programme"


def test_all_mistakes_are_told_with_their_places_and_nothing_is_lost(
    as_owner: FlaskClient,
) -> None:
    upload(as_owner, DEARER.encode())
    wrong = CAFE.replace("currency: EUR", "currency: EURO").replace("stamps: 10", "stamps: 1")
    answer = upload(as_owner, wrong.encode())
    assert answer.status_code == 422
    assert "The document has 2 mistakes." in answer.text
    assert "must be an ISO 4217 code such as EUR" in answer.text
    assert "stamp_cards › coffee › stamps" in answer.text
    assert "currency: EURO" in answer.text
    kept = draft_version()
    assert kept
    assert kept.source == DEARER


def test_what_is_mended_in_place_becomes_the_draft(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/programme", data={"source": DEARER.replace("\n", "\r\n")})
    assert answer.status_code == 303
    assert draft_version() is not None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "must be a document"),
        ("name: Caffè".encode("latin-1"), "saved as UTF-8"),
        (b"\x00\x01\x02", "is not valid YAML"),
        (b"a: [1", "is not valid YAML"),
        (b"# " + b"x" * 300_000, "is too long"),
    ],
)
def test_a_file_that_is_no_document_is_told_so(
    as_owner: FlaskClient, data: bytes, words: str
) -> None:
    answer = upload(as_owner, data)
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.query(ProgrammeVersion).count() == 1


def test_a_byte_order_mark_does_no_harm(as_owner: FlaskClient) -> None:
    assert upload(as_owner, b"\xef\xbb\xbf" + DEARER.encode()).status_code == 303


def test_a_stamp_card_that_runs_keeps_its_terms(as_owner: FlaskClient) -> None:
    answer = upload(as_owner, CAFE.replace("stamps: 10", "stamps: 8").encode())
    assert answer.status_code == 422
    assert "add one with a new id that replaces it" in answer.text


def test_htmx_gets_the_fragment(as_owner: FlaskClient) -> None:
    page = as_owner.get("/console/programme", headers=HTMX)
    assert page.text.lstrip().startswith('<div class="stack-l" id="programme"')
    wrong = upload(as_owner, b"", **HTMX)
    assert wrong.text.lstrip().startswith('<div class="stack-l" id="programme"')
    right = upload(as_owner, DEARER.encode(), **HTMX)
    assert right.headers["HX-Redirect"] == "/console/programme/draft"
    draft_page = as_owner.get("/console/programme/draft", headers=HTMX)
    assert draft_page.text.lstrip().startswith('<div class="stack-l" id="draft"')


def test_the_published_document_and_the_presets_can_be_taken_along(as_manager: FlaskClient) -> None:
    published = as_manager.get("/console/programme/1.yaml")
    assert published.text == CAFE
    assert published.headers["Content-Disposition"] == 'attachment; filename="programme-1.yaml"'
    assert as_manager.get("/console/programme/presets/shop.yaml").text == preset_source("shop")
    for missing in ("9.yaml", "presets/bank.yaml", "presets/..%2Fcafe.yaml"):
        assert as_manager.get(f"/console/programme/{missing}").status_code == 404


def test_only_an_owner_changes_the_rules(as_manager: FlaskClient) -> None:
    assert upload(as_manager, DEARER.encode()).status_code == 403
    in_transaction(lambda: draft(DEARER, "test"))
    page = as_manager.get("/console/programme/draft")
    assert "1 point for every €<ins>2.00</ins>" in page.text
    assert "Publish these rules" not in page.text
    assert as_manager.post("/console/programme/publish", data={}).status_code == 403
    assert as_manager.post("/console/programme/discard").status_code == 403


def test_the_page_costs_few_statements(as_owner: FlaskClient, statements: list[str]) -> None:
    as_owner.get("/console/programme")
    statements.clear()
    as_owner.get("/console/programme")
    assert len(statements) <= 4
