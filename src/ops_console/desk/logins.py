"""Who may sit down at a live store: login and password, and a door that shuts after too many wrong ones.

No operation: whoever tries is nobody yet. Every wrong try is counted; the one too many leaves an event on the chain of
the clerk's branch.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from ops_console.base.i18n import _
from ops_console.base.moments import local
from ops_console.base.problems import NotAllowed
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, Store
from ops_console.data.tables import Clerk
from ops_console.desk.entry import Actor
from ops_console.desk.passwords import verify_password
from ops_console.desk.recording import record

SHUT_OUT = "desk.shut_out"
"""Operation named in the event."""
TRIES, SHUT = "login_tries", "login_shut"
"""Settings of the catalog: wrong passwords in a row, and minutes nobody gets in then."""


def find_clerk(reader: Reader, name: str) -> Clerk | None:
    """A clerk by login or by number."""
    return reader.get(Clerk, int(name)) if name.isascii() and name.isdigit() else reader.first(Clerk, login=name)


def log_in(store: Store, name: str, password: str, door: str, at: datetime | None = None) -> Clerk:
    """The clerk with this login (or number) and password. `at`: the instant it is tried, now when None.

    NotAllowed `login` when they don't fit or the clerk is locked, without saying which; `shut_out` while the door is
    shut after too many wrong passwords, even for the right one.
    """
    now = at or datetime.now(UTC)
    with store.read() as reader:
        clerk = find_clerk(reader, name)
    if clerk is not None:
        _refuse_shut(clerk, now)
    if not verify_password(clerk.password_hash if clerk else None, password):
        if clerk is not None:
            _count(store, clerk.id, door, now)
        raise _wrong()
    if clerk is None or clerk.locked:
        raise _wrong()
    if clerk.wrong_passwords:
        with store.write() as tx:
            tx.update(Clerk, {"id": clerk.id}, {"wrong_passwords": None})
    return clerk


def _refuse_shut(clerk: Clerk, now: datetime) -> None:
    if clerk.shut_until is not None and clerk.shut_until > now:
        raise NotAllowed(
            _("Too many wrong passwords for {login}: nobody gets in with it before {time}.").format(
                login=clerk.login, time=f"{local(clerk.shut_until):%H:%M}"
            ),
            code="shut_out",
            source="catalog: settings (login_tries, login_shut)",
        )


def _wrong() -> NotAllowed:
    return NotAllowed(_("Login name and password don't fit, or the clerk is locked."), code="login")


def _count(store: Store, clerk_id: int, door: str, now: datetime) -> None:
    """One more wrong try; NotAllowed `shut_out` when it was one too many."""
    with store.write() as tx:
        tx.lock(Clerk, clerk_id)
        clerk = tx.need(Clerk, clerk_id)
        _refuse_shut(clerk, now)
        catalog = catalog_of(tx, tx.state().catalog_version)
        tries = (clerk.wrong_passwords or 0) + 1
        is_shut = tries >= catalog.setting(TRIES)
        changes: dict[str, Any] = {"wrong_passwords": tries}
        if is_shut:
            until = now + timedelta(minutes=catalog.setting(SHUT))
            changes = {"wrong_passwords": None, "shut_until": until}
            data = {"login": clerk.login, "tries": tries, "until": until.isoformat(timespec="seconds")}
            record(tx, clerk.branch_id, SHUT_OUT, data, Actor(clerk.id, door, now))
        tx.update(Clerk, {"id": clerk_id}, changes)
        after = tx.need(Clerk, clerk_id)
    _refuse_shut(after, now)
