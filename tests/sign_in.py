"""Signing the test client in, as the sign-in pages do; one browser may be member and staff."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.staff.models import Staff


def as_staff(client: FlaskClient, staff: Staff) -> FlaskClient:
    """The same client, signed in."""
    before = _token(client)
    return _remembering(client, in_transaction(lambda: sign_in_staff(staff, before)))


def as_member(client: FlaskClient, member: Member) -> FlaskClient:
    """The same client, signed in."""
    before = _token(client)
    return _remembering(client, in_transaction(lambda: sign_in_member(member, before)))


def cookie_of(app: Flask, member: Member) -> str:
    """The session cookie of a real browser on which this member has signed in."""
    token = in_transaction(lambda: sign_in_member(member))
    db.session.rollback()
    return cookie_for(app, token)


def cookie_for(app: Flask, token: str, language: str = "en") -> str:
    """The session cookie of a browser that was given this token and reads a language."""
    serializer: Any = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(serializer.dumps({"_user_id": token, "_fresh": True, "language": language}))


def _token(client: FlaskClient) -> str | None:
    with client.session_transaction() as session:
        return session.get("_user_id")


def _remembering(client: FlaskClient, token: str) -> FlaskClient:
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client
