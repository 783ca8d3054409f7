"""Events: one unbroken chain a branch, every hash as its columns make it, every head where it should be."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select

from ops_console.base.i18n import _
from ops_console.data.seals import GENESIS, raw_event_hash
from ops_console.data.store import Reader, table_of
from ops_console.data.tables import Branch, ChainHead, Event
from ops_console.data.verify.findings import Finding, Raw, raw_rows, stream
from ops_console.rules.numbers import branch_of, make_id, sequence_of

Heads = Mapping[int, tuple[int, str]]
"""Branch → sequence and hash of its last event."""


def chains_are_whole(reader: Reader) -> Iterator[Finding]:
    """Sequence without gaps, each event on the one before it, each hash right, the head on the last event."""
    heads = {head.branch_id: (head.seq, head.hash) for head in reader.find(ChainHead)}
    reached: dict[int, tuple[int, str]] = {}
    for event in stream(reader, _in_order()):
        branch = branch_of(_number(event, "id"))
        yield from _event(event, branch, *reached.get(branch, (0, GENESIS)))
        reached[branch] = (sequence_of(_number(event, "id")), str(event["hash"]))
    for branch in sorted({*heads, *reached, *(one.id for one in reader.find(Branch))}):
        if branch not in heads or heads[branch] != reached.get(branch, (0, GENESIS)):
            last = reached.get(branch, (0, ""))[0]
            message = _("the head of the chain is not its last event, number {last}").format(last=last)
            yield Finding(f"chain_head branch {branch}", message)


@cache
def _in_order() -> Select[Any]:
    table = table_of(Event)
    return raw_rows(table).order_by(table.c.id)


def _event(event: Raw, branch: int, sequence: int, prev: str) -> Iterator[Finding]:
    place = f"event {event['id']} ({event['operation']})"
    if event["branch_id"] != branch:
        yield Finding(place, _("on another branch's chain"))
    if sequence_of(_number(event, "id")) != sequence + 1:
        yield Finding(
            place, _("events are missing before it: number {expected} expected").format(expected=sequence + 1)
        )
    if event["prev"] != prev:
        yield Finding(place, _("does not follow the event before it"))
    if event["hash"] != raw_event_hash(event):
        yield Finding(place, _("was changed: its hash is another"))


def heads_of(reader: Reader) -> dict[str, dict[str, int | str]]:
    """The heads of all chains, to be kept elsewhere: branch → sequence and hash."""
    return {str(head.branch_id): {"seq": head.seq, "hash": head.hash} for head in reader.find(ChainHead)}


def heads_are_reached(reader: Reader, exported: Heads) -> Iterator[Finding]:
    """Every exported head is still an event of its chain: nothing was cut off or rewritten since."""
    for branch, (sequence, wanted) in sorted(exported.items()):
        if not sequence:
            continue
        event = reader.get(Event, make_id(branch, sequence))
        if event is None:
            yield Finding(
                f"event {make_id(branch, sequence)}",
                _("is gone: the chain of branch {branch} was cut").format(branch=branch),
            )
        elif event.hash != wanted:
            yield Finding(f"event {event.id} ({event.operation})", _("is not the one whose hash was exported"))


def _number(row: Raw, name: str) -> int:
    return int(row[name] or 0)
