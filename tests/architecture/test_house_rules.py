"""The rules of the house that no linter knows."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "loyalty_app"
TEMPLATES = ROOT / "templates"

MODULES = sorted(
    path for path in APP.rglob("*.py") if not {"migrations", "node_modules"} & {*path.parts[:-1]}
)
PAGES = sorted(TEMPLATES.rglob("*.html"))
LOCKS = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]

LONGEST_MODULE, LONGEST_TEMPLATE = 300, 150
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "service", "common"}
REQUEST_BOUND = {"request", "session", "g"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_only_in_transaction_commits() -> None:
    committing = [name(p) for p in MODULES if re.search(r"\.commit\(", p.read_text())]
    ends_a_read = "loyalty_app/extensions/postgres.py"
    assert committing == [ends_a_read, "loyalty_app/extensions/transactions.py"]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_web_knows_flask_requests(path: Path) -> None:
    if APP / "web" in path.parents:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module == "flask":
            assert not REQUEST_BOUND & {alias.name for alias in node.names}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_clock_tells_the_time(path: Path) -> None:
    if path.name != "clock.py":
        assert not re.search(r"\b(datetime\.now|utcnow|date\.today|time\.time)\(", path.read_text())


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_a_name_that_says_something_and_fits_a_few_screens(path: Path) -> None:
    assert not {path.stem, path.parent.name} & NAMES_THAT_SAY_NOTHING
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_template_fits_a_few_screens(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_TEMPLATE


@pytest.mark.parametrize("path", [p for p in PAGES if p.name.startswith("_")], ids=name)
def test_a_fragment_never_extends(path: Path) -> None:
    assert "{% extends" not in path.read_text()


@pytest.mark.parametrize("path", [p for p in PAGES if p.name.startswith("_")], ids=name)
def test_a_page_shows_its_fragment_by_including_it(path: Path) -> None:
    page = path.with_name(path.name.removeprefix("_"))
    if page.is_file() and path.parent.name != "errors":  # a refusal that fills the page says more
        fragment = path.relative_to(TEMPLATES).as_posix()
        assert re.search(rf"{{%-? include [\"']{fragment}[\"']", page.read_text())


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_nothing_stands_inline_that_the_content_policy_forbids(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/)[^>]*)", text)


@pytest.mark.parametrize("path", LOCKS, ids=name)
def test_a_lock_file_names_no_place(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"://|file:|--(extra-)?index|--find-links| @ |^/", text, re.MULTILINE)
    assert len(re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)) <= text.count("--hash=sha256:")


def test_the_runtime_is_tested_in_the_versions_it_ships_with() -> None:
    runtime, tests = ({*re.findall(r"^\S+==\S+", p.read_text(), re.MULTILINE)} for p in LOCKS)
    assert runtime <= tests
