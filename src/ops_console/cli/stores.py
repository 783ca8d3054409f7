"""Stores: making one, logging in to it, copying it, looking after it, and in training moving its day."""

import os
import sys
from pathlib import Path

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _, language
from ops_console.base.moments import calendar_date, local
from ops_console.base.problems import Refused, UsageError
from ops_console.cli.asking import ask, day_of_option, new_password, password
from ops_console.cli.outcomes import outcome_of
from ops_console.cli.output import answer, say
from ops_console.cli.session import default_store, session


def init(
    admin: str = typer.Option("admin", "--admin", metavar="LOGIN", help=N_("Login of the first administrator.")),
    name: str = typer.Option("", "--name", help=N_("The administrator's name.")),
    day: str = typer.Option("", "--date", metavar="DATE", help=N_("First business date; else today in China.")),
) -> None:
    """Make a live store. The administrator's password is asked for, or read from standard input."""
    from ops_console.desk.setup import FirstAdministrator, init_store

    location = session().store or os.environ.get("OPS_CONSOLE_STORE") or str(default_store())
    business_date = day_of_option(day) if day else calendar_date()
    if "://" not in location:
        path = Path(location).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size:
            raise Refused(_("{path} is there already; nothing was changed.").format(path=path), code="store_exists")
    administrator = FirstAdministrator(admin, name or admin, new_password(), language())
    store = init_store(location, is_demo=False, business_date=business_date, admin=administrator)
    if "://" not in location:
        Path(location).expanduser().chmod(0o600)
    store.close()
    say(_("The store is made. Next: `ops-console login`, then `ops-console clerk add`."))
    answer({"store": location, "business_date": business_date, "administrator": admin}, [location])


def login() -> None:
    """Log in to a live store; the token is good for a while and readable by its owner only."""
    from ops_console.cli import tokens
    from ops_console.desk.logins import log_in

    name = session().clerk or ask(_("Login: "))
    with session().open().read() as reader:
        if reader.state().is_demo:
            raise UsageError(_("A training store needs no login: name a clerk with --as."))
    clerk = log_in(session().open(), name, password(), "cli")
    with session().open().read() as reader:
        until = tokens.leave(reader, clerk)
    say(_("Logged in as {name} until {until}.").format(name=clerk.login, until=f"{local(until):%H:%M}"))
    answer({"clerk": clerk.login, "until": until.isoformat()})


def logout() -> None:
    """Remove the token."""
    from ops_console.cli import tokens

    with session().open().read() as reader:
        tokens.drop(reader)
    answer({})


def clock(
    to: str = typer.Argument("", metavar="[DATE]", help=N_("Move to this date.")),
) -> None:
    """The store's business date; training stores can be moved forward."""
    store = session().open()
    if to:
        from ops_console.desk.desk import perform

        answer(*outcome_of(perform(store, "administration.move_date", session().actor(), None, {"day": to})))
        return
    with store.read() as reader:
        day = reader.state().business_date
    answer({"business_date": day}, [day.isoformat()])


def doctor() -> None:
    """What this installation has, and whether the store can be worked with."""
    from ops_console import __version__
    from ops_console.data.glance import lines_of
    from ops_console.data.partitions import rows_without_partition
    from ops_console.data.release import HEAD, must_be_of_this_release
    from ops_console.data.schema import schema_version
    from ops_console.data.store import Store

    store = Store(session().location)
    stands = store.exists()
    found = {
        "ops-console": __version__,
        "python": sys.version.split()[0],
        "store": store.url if store.engine.url.password is None else store.engine.url.render_as_string(),
        "store_is_there": stands,
        "schema": schema_version(store) if stands else None,
        "schema_wanted": HEAD,
        "encoding": sys.stdout.encoding,
        "language": language(),
    }
    answer(found, table([_("What"), _("Found")], [[key, value] for key, value in found.items()]))
    if stands:
        with store.read() as reader:
            must_be_of_this_release(lines_of(reader))
            apart = {} if reader.state().is_demo else rows_without_partition(reader.connection)
        for name, count in apart.items():
            say(
                _(
                    "{count} rows of {table} are of branches without a partition: `ops-console upgrade` makes it."
                ).format(count=count, table=name)
            )
    store.close()


def upgrade() -> None:
    """Bring the tables and the catalog of an older store up to date; says what it added. Make a backup first."""
    from ops_console.desk.upgrading import upgrade_store

    done = upgrade_store(session().open_of_any_release())
    say(_("The store is up to date: catalog version {version} is in force.").format(version=done.catalog_version))
    lines = [_("added {entry}").format(entry=entry) for entry in done.added]
    lines += [_("branch {branch} has partitions of its own").format(branch=branch) for branch in done.partitions]
    answer(done, lines)


def grant(role: str = typer.Argument(help=N_("A role of the PostgreSQL server."))) -> None:
    """Give a role what daily work needs and no more; done as the owner of the store's tables. PostgreSQL only."""
    from ops_console.data.rights import grant as give

    give(session().open(), role)
    say(
        _("{role} may work on this store. It can't make, drop or alter, nor change what is written once.").format(
            role=role
        )
    )
    answer({"role": role})


def add_to(app: typer.Typer) -> None:
    """These commands, in this order."""
    for command in (init, login, logout, clock, doctor, upgrade, grant):
        app.command(command.__name__)(command)
