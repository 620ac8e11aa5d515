"""From text to Programme, or to every problem it has, each with its place and what is allowed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.core import UnknownLocaleError
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ..errors import LoyaltyError
from ..texts import minor_digits
from .document import Programme
from .fitting import misfits
from .wording import words_of

MAX_LENGTH = 200_000
MAX_BYTES = 4 * MAX_LENGTH


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the line (1 is the first; 0 when unknown), the place, and what is allowed."""

    line: int
    place: str
    words: str

    def __str__(self) -> str:
        where = gettext("line %(line)d, %(place)s", line=self.line, place=self.place)
        return f"{where if self.line else self.place}: {self.words}"


class InvalidProgramme(LoyaltyError):
    """The document cannot be used; `problems` has all of them."""

    words = _l("The programme has mistakes.")
    code = "invalid_programme"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join([str(self.words), *map(str, self.problems)])


class _Constructor(SafeConstructor):
    """Numbers with a point stay decimal: money never passes through a float. Dates stay as they
    are written, so that one that does not exist is a mistake with a place."""

    def construct_decimal(self, node: Any) -> Decimal:  # noqa: ANN401
        text = self.construct_scalar(node).replace("_", "").lower()
        return Decimal(text.replace(".nan", "nan").replace(".inf", "inf"))

    def construct_written(self, node: Any) -> str:  # noqa: ANN401
        return str(self.construct_scalar(node))


_Constructor.add_constructor("tag:yaml.org,2002:float", _Constructor.construct_decimal)
_Constructor.add_constructor("tag:yaml.org,2002:timestamp", _Constructor.construct_written)


class _WithLines(RoundTripConstructor):
    """The document once more, each entry with the line it stands on; only for telling mistakes."""


_WithLines.add_constructor("tag:yaml.org,2002:float", SafeConstructor.construct_yaml_str)
_WithLines.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def text_of(data: bytes) -> str:
    """A file as the document it holds, without a byte order mark. Raises InvalidProgramme."""
    if len(data) > MAX_BYTES:
        raise _faulty_file("too_long")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _faulty_file("not_utf8") from error


def _faulty_file(kind: str) -> InvalidProgramme:
    return InvalidProgramme([Problem(0, gettext("the file"), words_of(kind, {}))])


def read_programme(text: str) -> Programme:
    """Parse and check a YAML 1.2 document. Raises InvalidProgramme with all its problems."""
    document = _parse(text)
    digits = _digits_of(document)
    problems = [problem_at(text, place, kind, facts) for place, kind, facts in misfits(document)]
    programme = None
    try:
        programme = Programme.model_validate(document, context={"digits": digits})
    except ValidationError as error:
        problems += [
            problem_at(text, tuple(e["loc"]), e["type"], {**e.get("ctx", {}), "msg": e["msg"]})
            for e in error.errors(include_url=False, include_input=False)
        ]
    if problems or programme is None:
        raise InvalidProgramme(sorted(problems, key=lambda problem: problem.line))
    return programme


def _parse(text: str) -> Mapping[str, Any]:
    if len(text) > MAX_LENGTH:
        raise _faulty_file("too_long")
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _Constructor
    try:
        document = yaml.load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        problem = words_of("syntax", {"problem": error.problem or ""})
        raise InvalidProgramme([Problem(line, gettext("the file"), problem)]) from error
    except (YAMLError, ValueError, ArithmeticError) as error:
        problem = words_of("syntax", {"problem": str(error).splitlines()[0]})
        raise InvalidProgramme([Problem(0, gettext("the file"), problem)]) from error
    if not isinstance(document, Mapping):
        raise _faulty_file("not_a_document")
    return document


def _digits_of(document: Mapping[str, Any]) -> int:
    try:
        return minor_digits(str(document.get("currency", "EUR")))
    except (UnknownLocaleError, ValueError, KeyError):
        return 2


def problem_at(
    text: str, place: tuple[str | int, ...], kind: str, facts: Mapping[str, Any]
) -> Problem:
    steps = list(_steps(text, place))
    line = next((line for _, line in reversed(steps) if line), 0)
    return Problem(line, " › ".join(name for name, _ in steps), words_of(kind, facts))


def _steps(text: str, place: tuple[str | int, ...]) -> Iterator[tuple[str, int]]:
    """The place in words, with the line of each step where the text has one."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _WithLines
    node: Any = yaml.load(text)
    for depth, step in enumerate(place, start=1):
        line = 0
        if isinstance(node, CommentedMap) and step in node:
            line, node = node.lc.key(step)[0] + 1, node[step]
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line, node = node.lc.item(step)[0] + 1, node[step]
        elif depth < len(place):
            continue  # a step of the model, not of the document (the kind of an expiry)
        else:
            node = None  # what is missing is not written anywhere
        yield _name(step, node), line


def _name(step: str | int, node: Any) -> str:  # noqa: ANN401
    if not isinstance(step, int):
        return str(step)
    named = node.get("id") if isinstance(node, Mapping) else None
    return str(named) if named else f"{step + 1}."
