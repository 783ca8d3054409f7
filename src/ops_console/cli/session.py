"""What the global options said, and what follows from them: the store and the clerk who acts."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ops_console.base.i18n import _, parse_language
from ops_console.base.problems import NotAllowed, UsageError

if TYPE_CHECKING:
    from ops_console.data.store import Reader, Store
    from ops_console.data.tables import Clerk
    from ops_console.desk.entry import Actor

STORE = "OPS_CONSOLE_STORE"
"""Environment variable that names the store."""


@dataclass
class Session:
    """One run of the command line."""

    store: str | None = None
    json: bool = False
    quiet: bool = False
    clerk: str | None = None
    """Login or number given with --as."""
    password_stdin: bool = False
    _open: Store | None = field(default=None, repr=False)

    @property
    def location(self) -> str:
        """The store named, else the one of this user: the live one if there is one, else the training store."""
        named = self.store or os.environ.get(STORE)
        if named:
            return named
        live = default_store()
        return str(live if live.exists() or not demo_store().exists() else demo_store())

    def open(self) -> Store:
        """The store, which must be there and of this release; opened once."""
        if self._open is None:
            from ops_console import rooms
            from ops_console.data.glance import lines_of
            from ops_console.data.release import must_be_of_this_release

            rooms.load()
            store = self.open_of_any_release()
            with store.read() as reader:
                must_be_of_this_release(lines_of(reader))
        return self.open_of_any_release()

    def open_of_any_release(self) -> Store:
        """The store, which must be there: for the few commands that an older one needs."""
        from ops_console.data.store import Store

        if self._open is None:
            self._open = Store(self.location).must_exist()
        return self._open

    def actor(self) -> Actor:
        """Who acts. NotAllowed without a clerk who may be that one; UsageError when nobody is named."""
        from ops_console.desk.entry import Actor

        with self.open().read() as reader:
            return Actor(self._clerk(reader).id, "cli")

    def scope(self) -> tuple[int, ...]:
        """The branches whose data may be seen: the clerk's; on a training store without a clerk the whole company."""
        from ops_console.data.glance import glance
        from ops_console.data.queries.people import scope_of
        from ops_console.rules.numbers import HEAD_OFFICE

        with self.open().read() as reader:
            anybody = reader.state().is_demo and self.clerk is None
            branch = HEAD_OFFICE if anybody else self._clerk(reader).branch_id
        with glance(self.location) as lines:
            return scope_of(lines, branch)

    def branches(self, branch: int) -> tuple[int, ...]:
        """Those of `scope` that are left by an option --branch, which is 0 for all of them. UsageError for a branch
        that does not exist, NotAllowed for one that may not be seen.
        """
        scope = self.scope()
        if not branch:
            return scope
        self._must_exist(branch)
        must_be_seen(branch, scope)
        return (branch,)

    def _must_exist(self, branch: int) -> None:
        from ops_console.data.tables import Branch

        with self.open().read() as reader:
            if reader.get(Branch, branch) is None:
                raise UsageError(_("There is no branch {branch}.").format(branch=branch))

    def _clerk(self, reader: Reader) -> Clerk:
        """On a demo store whoever is named; on a live one who has logged in, or gives the password."""
        from ops_console.cli import tokens
        from ops_console.desk.logins import log_in

        state = reader.state()
        if state.is_demo:
            if self.clerk is None:
                raise UsageError(_("Who does it? Name a clerk of this training store with --as."))
            return find_clerk(reader, self.clerk)
        if not self.password_stdin:
            return tokens.logged_in(reader, self.clerk)
        if self.clerk is None:
            raise UsageError(_("Whose password is it? Name the clerk with --as."))
        return log_in(self.open(), self.clerk, sys.stdin.readline().rstrip("\r\n"), "cli")

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def must_be_seen(branch: int, scope: Collection[int]) -> None:
    """NotAllowed for what lies with a branch outside those whose data may be seen."""
    if branch not in scope:
        raise NotAllowed(
            _(
                "It lies with branch {branch}, outside your own: its clerks see it, and those of the branches above."
            ).format(branch=branch),
            code="branch",
            source="company default",
        )


def find_clerk(reader: Reader, name: str) -> Clerk:
    """A clerk by login or by number; NotAllowed when there is none, or a locked one."""
    from ops_console.desk import logins

    clerk = logins.find_clerk(reader, name)
    if clerk is None or clerk.locked:
        raise NotAllowed(_("There is no clerk {name} here, or a locked one.").format(name=name), code="clerk")
    return clerk


def data_folder() -> Path:
    """Where this user's stores are kept unless another place is named."""
    from platformdirs import user_data_path

    return user_data_path("ops-console", appauthor=False)


def default_store() -> Path:
    """The live store of this user."""
    return data_folder() / "store.sqlite"


def demo_store() -> Path:
    """The training store of this user."""
    return data_folder() / "training.sqlite"


_session: ContextVar[Session] = ContextVar("session")


def begin(session: Session) -> Session:
    """Make it the session of this run."""
    _session.set(session)
    return session


def enter(options: Mapping[str, str], *, json: bool, quiet: bool, password_stdin: bool) -> Session:
    """Begin what the global options ask for. UsageError for a language that is not spoken."""
    if options.get("--lang") and parse_language(options["--lang"]) is None:
        raise UsageError(_("Languages are en and zh."))
    store, clerk = options.get("--store") or None, options.get("--as") or None
    return begin(Session(store, json, quiet, clerk, password_stdin))


def session() -> Session:
    """The session of this run."""
    try:
        return _session.get()
    except LookupError:
        return begin(Session())
