"""The token `ops-console login` leaves: who has logged in to which store, and until when.

It is signed with a key made from the clerk's password hash and the store's birth, so that it ends with the password
and is worth nothing for another store; the file is readable by its owner only.
"""

import hashlib
import hmac
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed
from ops_console.data.catalog_rows import catalog_in_force
from ops_console.data.store import Reader
from ops_console.data.tables import Clerk

LASTS = "login_token"
"""Setting of the catalog: minutes a token is good for."""


def leave(reader: Reader, clerk: Clerk) -> datetime:
    """Write a token for the clerk; returns until when it is good."""
    until = datetime.now(UTC) + timedelta(minutes=catalog_in_force(reader).setting(LASTS))
    content = {"clerk": clerk.id, "until": until.isoformat(timespec="seconds")}
    path = _path(reader)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump({**content, "signature": _signature(reader, clerk, content)}, file)
    unfinished.replace(path)
    return until


def drop(reader: Reader) -> None:
    """Log out: the token is removed."""
    _path(reader).unlink(missing_ok=True)


def logged_in(reader: Reader, expected: str | None = None) -> Clerk:
    """The clerk whose token is good; NotAllowed when there is none, or not the one expected (login or number)."""
    clerk = _bearer(reader)
    if clerk is None:
        raise NotAllowed(_("Log in first: `ops-console login`."), code="login")
    if expected is not None and expected not in (clerk.login, str(clerk.id)):
        raise NotAllowed(
            _("{name} is logged in, not {expected}.").format(name=clerk.login, expected=expected), code="login"
        )
    return clerk


def _bearer(reader: Reader) -> Clerk | None:
    try:
        path = _path(reader)
        if path.stat().st_mode & 0o077:
            return None
        token = json.loads(path.read_text("utf-8"))
        content = {"clerk": token["clerk"], "until": token["until"]}
        clerk = reader.get(Clerk, int(token["clerk"]))
        good = clerk is not None and not clerk.locked and datetime.fromisoformat(token["until"]) > datetime.now(UTC)
        if clerk is None or not good:
            return None
        return clerk if hmac.compare_digest(str(token["signature"]), _signature(reader, clerk, content)) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _signature(reader: Reader, clerk: Clerk, content: dict[str, Any]) -> str:
    key = f"{clerk.password_hash} {reader.state().created_at.isoformat()}"
    return hmac.new(key.encode(), json.dumps(content, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _path(reader: Reader) -> Path:
    from platformdirs import user_state_path

    store = hashlib.sha256(str(reader.connection.engine.url).encode()).hexdigest()[:16]
    return user_state_path("ops-console", appauthor=False) / f"token-{store}.json"
