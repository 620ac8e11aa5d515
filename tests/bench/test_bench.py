"""Every figure of the bench can be taken; how large it is says nothing here."""

import json
from collections.abc import Iterator

import pytest

from bench.__main__ import GROUPS, figures
from bench.figures import table
from bench.shops import Shops


@pytest.fixture(scope="module")
def shops() -> Iterator[Shops]:
    with Shops() as shops:
        yield shops


@pytest.mark.parametrize("group", GROUPS)
def test_a_figure_is_found(shops: Shops, group: str) -> None:
    found = list(figures(shops, group, purchases=None, scale=0.02))
    assert found
    for figure in found:
        assert json.loads(figure.json)["value"] > 0
        assert figure.name in table(found)
