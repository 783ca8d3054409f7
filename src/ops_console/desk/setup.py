"""A new store: its tables, the branches of the company, empty chains, the shipped catalog, the first administrator.

The only change that is not an operation: there is nobody yet who could do one. It leaves an event all the same.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from ops_console.base.i18n import Language, _
from ops_console.base.problems import Refused
from ops_console.catalog.load import shipped
from ops_console.catalog.model import Catalog
from ops_console.data.catalog_rows import store_catalog
from ops_console.data.partitions import give_partitions
from ops_console.data.schema import create_schema, schema_version
from ops_console.data.seals import GENESIS
from ops_console.data.store import AnyRecord, Store, Tx
from ops_console.data.tables import Branch, BranchCounter, ChainHead, Clerk, ClerkDuty, StoreState
from ops_console.desk.entry import Actor
from ops_console.desk.passwords import hash_password
from ops_console.desk.recording import record
from ops_console.rules.numbers import HEAD_OFFICE

INIT = "desk.init"
"""Operation named in the first event of head office's chain."""

FIRST_CLERK = 1
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class FirstAdministrator:
    """Who grants the first duties. Without a password nobody can log in: for demo stores."""

    login: str
    name: str
    password: str | None = None
    language: Language = "zh"


def init_store(
    location: str,
    *,
    is_demo: bool,
    business_date: date,
    admin: FirstAdministrator | None = None,
    at: datetime | None = None,
) -> Store:
    """Set up an empty database, by URL or path. Refused when there is a store already. `at`: the instant recorded,
    which only training stores set.
    """
    password_hash = hash_password(admin.password) if admin and admin.password is not None else None
    store = Store(location)
    if schema_version(store) is not None:
        raise Refused(
            _("There is a store here already; nothing was changed."), code="store_exists", source="company default"
        )
    create_schema(store)
    catalog = shipped()
    now = at or datetime.now(UTC)
    with store.write() as tx:
        tx.insert([StoreState(id=1, is_demo=is_demo, business_date=business_date, catalog_version=1, created_at=now)])
        store_catalog(tx, catalog.rows, 1)
        _branches(tx, catalog, business_date)
        if not is_demo:
            # A training store is small, and is made in a moment.
            give_partitions(tx.connection, catalog.branches)
        added = [] if admin is None else _administrator(catalog, admin, password_hash)
        tx.insert(added)
        data = {"demo": is_demo, "catalog_version": 1, "administrator": admin.login if admin else None}
        record(tx, HEAD_OFFICE, INIT, data, Actor(FIRST_CLERK if admin else 0, "setup", now), business_date)
    return store


def _branches(tx: Tx, catalog: Catalog, business_date: date) -> None:
    """Every branch after its parent, with its chain and its counters."""
    branches = sorted(catalog.branches.values(), key=lambda branch: (branch.level, branch.id))
    tx.insert(
        [
            Branch(
                id=branch.id,
                code=str(branch.id),
                name_en=branch.label.en,
                name_zh=branch.label.zh,
                level=branch.level,
                parent_id=branch.parent,
                open_day=business_date,
            )
            for branch in branches
        ]
    )
    tx.insert([ChainHead(branch_id=branch.id, seq=0, hash=GENESIS) for branch in branches])
    tx.insert([BranchCounter(branch_id=b.id, name=name, next=1) for b in branches for name in ("id", "receipt")])


def _administrator(catalog: Catalog, admin: FirstAdministrator, password_hash: str | None) -> list[AnyRecord]:
    """The clerk, at the lowest grade: granting duties needs none, and no case is decided."""
    return [
        Clerk(
            id=FIRST_CLERK,
            login=admin.login,
            name=admin.name,
            branch_id=HEAD_OFFICE,
            grade=catalog.authority.grades[0].code,
            password_hash=password_hash,
            language=admin.language,
        ),
        ClerkDuty(clerk_id=FIRST_CLERK, duty=ADMINISTRATOR),
    ]
