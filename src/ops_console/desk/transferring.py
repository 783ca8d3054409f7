"""A store moved between the engines: proved before, copied, compared and proved after, and then let go.

No operation, for the new store lets nobody work until it is done; it leaves an event on head office's chain even so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ops_console.base.i18n import _
from ops_console.base.problems import Problem, Refused, UsageError
from ops_console.data.glance import lines_of
from ops_console.data.release import must_be_of_this_release
from ops_console.data.store import Store
from ops_console.data.transferring import Watch, analyse, copy_rows, counted, refuse_changed, release
from ops_console.data.verify import digest_of, verify_store
from ops_console.desk.recording import record
from ops_console.rules.numbers import HEAD_OFFICE

TRANSFER = "desk.transfer"
"""Operation named in the event."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Transferred:
    """What was moved: rows by table, and the digest both stores have."""

    rows: dict[str, int]
    digest: str


def transfer_store(source: Store, target: Store, watch: Watch | None = None, say: Say | None = None) -> Transferred:
    """Move everything into an empty store. Refused, with the target marked as unfinished, when anything is not as it
    must be, before or after.
    """
    if source.url == target.url:
        raise UsageError(_("A store is not moved onto itself."))
    with source.read() as reader:
        must_be_of_this_release(lines_of(reader))
    digest = _proved(source, say)
    copied = copy_rows(source, target, watch)
    rows = copied.rows
    analyse(target)
    with target.read() as reader:
        differ = sorted(name for name, count in counted(reader).items() if count != rows[name])
    if differ or _proved(target, say) != digest:
        raise Refused(
            _("The new store does not hold what the old one does: {where}. It stays marked as unfinished.").format(
                where=", ".join(differ) or _("its digest differs")
            ),
            code="verify",
            source="company default",
        )
    # Proving took its time as well.
    refuse_changed(source, copied.stands)
    with target.write() as tx:
        release(tx)
        engines = {"from": source.engine.dialect.name, "to": target.engine.dialect.name}
        day = tx.state().business_date
        record(tx, HEAD_OFFICE, TRANSFER, {**engines, "rows": sum(rows.values())}, day=day)
    return Transferred(rows, digest)


def _proved(store: Store, say: Say | None) -> str:
    """The digest of a store that is whole; Refused for one that is not."""
    with store.read() as reader:
        findings = verify_store(reader, progress=say)
        if findings:
            raise Refused(
                _("The store is not whole: {count} findings").format(count=len(findings)),
                code="verify",
                source="company default",
                problems=[Problem(one.place, one.message) for one in findings],
            )
        return digest_of(reader)
