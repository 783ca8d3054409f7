"""The official schemas of ISO 20022 by the name of their message."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
FOLDER = Path(__file__).parent / "xsd"


@cache
def schema(message: str) -> etree.XMLSchema:
    """The schema of a message such as ``pain.002.001.03``. KeyError for one that is not here."""
    path = FOLDER / f"{message}.xsd"
    if message not in known():
        raise KeyError(message)
    return etree.XMLSchema(etree.parse(path))


@cache
def known() -> frozenset[str]:
    """The messages with a schema here."""
    return frozenset(path.stem for path in FOLDER.glob("*.xsd"))
