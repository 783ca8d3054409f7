"""The console on a store."""

import sys
from pathlib import Path

from ops_console.base.i18n import _
from ops_console.base.problems import NotAllowed, UsageError
from ops_console.cli.session import default_store, session


def open_console() -> None:
    """Open the console on the configured store; without one, say how to make one."""
    location = session().location
    if session().store is None and location == str(default_store()) and not default_store().exists():
        raise UsageError(
            _(
                "There is no store yet. `ops-console demo` makes one for training and opens it, "
                "`ops-console init` a live one, --store names another."
            )
        )
    open_on(location)


def open_on(location: str) -> None:
    """The console, on a terminal."""
    # Nothing here loads the models: the console paints first.
    from ops_console.data.glance import glance
    from ops_console.data.queries.people import clerk_by_login, store_look
    from ops_console.data.release import must_be_of_this_release
    from ops_console.screens.app import run_console

    with glance(location) as lines:
        must_be_of_this_release(lines)
        is_demo = store_look(lines).is_demo
        named = session().clerk if is_demo else None
        clerk = clerk_by_login(lines, named) if named else None
    if named and (clerk is None or clerk.locked):
        raise NotAllowed(_("There is no clerk {name} here, or a locked one.").format(name=named), code="clerk")
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(_("The console needs a terminal. `ops-console --help` lists what works without one."))
    url = location if "://" in location else f"sqlite:///{Path(location).expanduser().absolute()}"
    run_console(url, clerk.id if clerk else None, is_demo)
