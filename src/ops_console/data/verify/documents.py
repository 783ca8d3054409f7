"""Images: every one has its content, and the content is what its digest says."""

import hashlib
from base64 import b64decode
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from ops_console.base.i18n import _
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Document, DocumentBody
from ops_console.data.verify.findings import Finding


def images_are_whole(reader: Reader) -> Iterator[Finding]:
    """One content after the other, so that no more than one is in memory."""
    for digest, size in map(tuple, reader.rows(_named())):
        place = f"document {digest}"
        kept = reader.get(DocumentBody, digest)
        if kept is None:
            yield Finding(place, _("the content is gone"))
            continue
        content = _content(kept.body)
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            yield Finding(place, _("the content is not what was attached"))
        elif len(content) != size:
            yield Finding(place, _("{size} bytes instead of {right}").format(size=len(content), right=size))


@cache
def _named() -> Select[Any]:
    document = table_of(Document).c
    return select(document.digest, document.size).distinct().order_by(document.digest)


def _content(body: str) -> bytes | None:
    try:
        return b64decode(body, validate=True)
    except ValueError:
        return None
