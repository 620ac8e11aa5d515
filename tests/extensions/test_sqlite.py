import pytest

from loyalty_app.extensions.sqlite import wal_is_safe


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (3, 60, 1)])
def test_wal_is_used_where_its_race_is_fixed(version: tuple[int, ...]) -> None:
    assert wal_is_safe(version)


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2), (3, 52, 0)])
def test_wal_is_not_used_elsewhere(version: tuple[int, ...]) -> None:
    assert not wal_is_safe(version)
