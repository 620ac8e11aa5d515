"""Members, programmes and purchases for tests, made by the operations that views call."""

from pathlib import Path

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.document import Programme
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.operations import enrol

PRESETS = Path(__file__).parent.parent / "loyalty_app/programme/presets"


def preset_source(name: str) -> str:
    return (PRESETS / f"{name}.yaml").read_text()


def preset(name: str) -> Programme:
    return read_programme(preset_source(name))


def publish(source: str) -> Programme:
    return in_transaction(lambda: programmes.publish(programmes.draft(source, "test"), "test"))


def publish_preset(name: str) -> Programme:
    return publish(preset_source(name))


def enrol_member(name: str = "Member") -> Member:
    return in_transaction(lambda: enrol(name))
