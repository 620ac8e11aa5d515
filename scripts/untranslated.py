"""Prints each text that a catalogue lacks. Usage: untranslated.py TEMPLATE CATALOGUE..."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po


def catalogue(path: str) -> Catalog:
    with Path(path).open("rb") as file:
        return read_po(file)


def is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(texts)


def main(template: str, *paths: str) -> int:
    wanted = [message for message in catalogue(template) if message.id]
    missing = [
        f"{path}: {message.id!r}"
        for path in paths
        if Path(path).is_file()
        for there in [catalogue(path)]
        for message in wanted
        if not is_translated(there.get(message.id, message.context))
    ]
    for line in missing:
        print(line)
    if missing:
        print(f"{len(missing)} texts lack a translation; `make translations` collects them.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
