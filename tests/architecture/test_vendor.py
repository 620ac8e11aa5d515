"""What we serve from others is what the manifest says, byte for byte."""

import json
import re
import runpy
import shutil
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
SCRIPT: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "vendor"))


def test_every_vendored_file_matches_its_hash() -> None:
    assert SCRIPT["faults"](VENDOR) == []


def test_a_changed_a_missing_and_an_unlisted_file_are_told_apart(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    shutil.copytree(VENDOR, vendor)
    (vendor / "htmx.min.js").write_text("changed")
    (vendor / "icons.svg").unlink()
    (vendor / "stray.js").write_text("")

    assert SCRIPT["faults"](vendor) == [
        "stray.js is not listed",
        "htmx.min.js was changed",
        "icons.svg is missing",
    ]


def test_versions_and_licences_are_the_locked_ones() -> None:
    lock = json.loads((ROOT / "loyalty_app/frontend/package-lock.json").read_text())["packages"]
    for entry in json.loads((VENDOR / "MANIFEST.json").read_text()).values():
        assert entry["version"] == lock[f"node_modules/{entry['package']}"]["version"]
        assert (VENDOR / entry["license_file"]).read_text().strip()


def test_the_lock_names_no_host() -> None:
    assert "://" not in (ROOT / "loyalty_app/frontend/package-lock.json").read_text()


def test_every_icon_a_template_asks_for_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'id="([a-z0-9-]+)"', (VENDOR / "icons.svg").read_text()))
    asked = {
        name
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"\bicon\(\s*['\"]([a-z0-9-]+)['\"]", page.read_text())
    }
    assert asked <= sprite
