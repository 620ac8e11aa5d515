"""`python -m bench`: a line of JSON per figure as it is found, then all of them as a table."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from .deciding import deciding
from .figures import Figure, table
from .importing import importing
from .recording import recording
from .serving import serving
from .shops import KINDS, Shops
from .ticking import ticking

GROUPS = ("decide", "record", "import", "http", "tick")


def figures(shops: Shops, group: str, purchases: Path | None, scale: float = 1) -> Iterator[Figure]:
    """The figures of one group; with a small scale they mean nothing, but all of it runs."""
    if group == "decide":
        yield deciding(round(20_000 * scale))
        return
    for kind in KINDS:
        if group == "record":
            yield recording(shops, kind, round(1_100 * scale))
        elif group == "import":
            yield importing(shops, kind, round(6_919 * scale), purchases)
        elif group == "http":
            yield from serving(shops, kind, round(550 * scale))
        else:
            yield ticking(shops, kind, round(100_000 * scale))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--purchases", type=Path, metavar="CSV", help="what is imported")
    said = parser.parse_args()
    if unknown := set(said.groups) - set(GROUPS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    found = []
    with Shops() as shops:
        for group in said.groups or GROUPS:
            for figure in figures(shops, group, said.purchases):
                print(figure.json, flush=True)
                found.append(figure)
    print()
    print(table(found))


if __name__ == "__main__":
    main()
