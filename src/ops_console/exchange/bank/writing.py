"""A file that is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from ops_console.base.i18n import _
from ops_console.base.problems import UsageError


@contextmanager
def write_atomically(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which takes its name when all of it is on the disk. Where that fails (no room, no right,
    any error while writing) nothing is left, and what stood there before still does. UsageError when it can't be
    written; errors of whoever writes pass through.
    """
    unfinished: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as file:
            unfinished = Path(file.name)
            yield file  # type: ignore[misc]  # a wrapper that is a BinaryIO in all but its declared type
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _settle(path.parent)
    except OSError as error:
        _remove(unfinished)
        raise UsageError(_("{path} can't be written: {reason}").format(path=path, reason=error.strerror)) from error
    except BaseException:
        _remove(unfinished)
        raise


def _settle(folder: Path) -> None:
    """The new name is on the disk, too; a system that can't do that for folders has done it by itself."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(unfinished: Path | None) -> None:
    if unfinished is not None:
        with suppress(OSError):
            unfinished.unlink()
