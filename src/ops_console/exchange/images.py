"""Images of papers from outside: what a file is, by its content and not by its name; and back out again."""

import hashlib
import os
import stat
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import InputErrors, Problem

KINDS = (
    ("image/jpeg", "jpg", b"\xff\xd8\xff"),
    ("image/png", "png", b"\x89PNG\r\n\x1a\n"),
    ("application/pdf", "pdf", b"%PDF-"),
    ("image/tiff", "tif", b"II*\x00"),
    ("image/tiff", "tif", b"MM\x00*"),
)
"""Media type, ending and the bytes a file begins with (company default: what document work scans)."""


@dataclass(frozen=True)
class Image:
    """A file taken in. `digest`: SHA-256 in hex; `body`: the content in base64."""

    name: str
    media_type: str
    size: int
    digest: str
    body: str


def read_image(path: str, largest: int) -> Image:
    """The image in a file of at most so many bytes. InputErrors for a file that can't be read, is none of the kinds
    taken, or is larger; never more than the limit is read."""
    place = Path(path).expanduser()
    try:
        content = _content(place, largest)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise InputErrors([_problem(_("cannot be read: {error}").format(error=reason or error), path)]) from None
    if len(content) > largest:
        raise InputErrors([_problem(_("is larger than {limit} bytes").format(limit=largest), path)])
    media_type = next((kind for kind, _ending, begins in KINDS if content.startswith(begins)), None)
    if media_type is None:
        raise InputErrors([_problem(_("is no JPEG, PNG, PDF or TIFF file"), path)])
    name = place.name.encode("utf-8", "replace").decode()
    return Image(name, media_type, len(content), digest_of(content), b64encode(content).decode())


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def content_of(body: str) -> bytes:
    """What `read_image` has kept as text. ValueError for what is no base64."""
    return b64decode(body, validate=True)


def ending_of(media_type: str) -> str:
    """How the name of such a file ends, without the dot."""
    return next(ending for kind, ending, _begins in KINDS if kind == media_type)


def _content(place: Path, largest: int) -> bytes:
    """At most one byte more than the limit. ValueError for what is no plain file: nothing waits on a pipe."""
    handle = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError(_("not a plain file"))
        return file.read(largest + 1)


def _problem(message: str, path: str) -> Problem:
    return Problem("file", message, value=path)
