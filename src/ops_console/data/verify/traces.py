"""Traces: a sample of them computed again comes to the same, and the amounts written with them are what they say."""

from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Select, select

from ops_console.base.i18n import _
from ops_console.data.catalog_rows import catalog_of
from ops_console.data.store import Reader, table_of, whole_sum
from ops_console.data.tables import Dividend, LedgerLine, Policy, PremiumDue, SurvivalBenefit, Trace
from ops_console.data.verify.findings import Finding
from ops_console.rules.products.basis import Basis
from ops_console.rules.recomputing import RULES, agrees
from ops_console.rules.why import Why

SAMPLED = 100
"""Traces of a rule that are computed again, at most; the same ones as long as the store is the same."""
SEED = 20260101
VALUES = ("cash_value", "additions_value")
"""Amounts of a surrender that are cash values."""


def amounts_are_as_traced(reader: Reader) -> Iterator[Finding]:
    """Rules come to the same again, and the amounts written with a trace are what it says; a trace of a rule that
    nothing here can compute again proves nothing."""
    for rule in sorted(_used(reader) - RULES.keys()):
        yield Finding(f"trace ({rule})", _("this rule can't be computed again"))
    for trace in _sample(reader):
        place = f"trace source {trace.source_id} no {trace.no} ({trace.rule})"
        try:
            why = Why.from_dict(trace.body)
            if not any(agrees(why, basis) for basis in _bases(reader, trace, why)):
                yield Finding(place, _("computed again it comes to another value"))
            stored = _stored(reader, trace, why)
        except (LookupError, ValueError, TypeError):
            yield Finding(place, _("can't be computed again: something it needs is missing"))
            continue
        if stored is not None and stored != why.result:
            yield Finding(place, _("the amount stored with it is another"))


def _sample(reader: Reader) -> Iterator[Trace]:
    """So many of each rule, drawn from a seed; the whole of a few."""
    for rule in sorted(_used(reader) & RULES.keys()):
        keys = reader.rows(_keys(rule))
        for key in keys if len(keys) <= SAMPLED else Random(SEED).sample(keys, SAMPLED):  # noqa: S311
            yield reader.need(Trace, *key)


@cache
def _keys(rule: str) -> Select[Any]:
    trace = table_of(Trace).c
    return select(trace.source_id, trace.no).where(trace.rule == rule).order_by(trace.source_id, trace.no)


def _used(reader: Reader) -> set[str]:
    """Rules there are traces of."""
    return {rule for (rule,) in reader.rows(_rules())}


@cache
def _rules() -> Select[Any]:
    return select(table_of(Trace).c.rule).distinct()


def _bases(reader: Reader, trace: Trace, why: Why) -> Iterable[Basis | None]:
    """Of the product the trace names: as the policy was sold, and as the catalog had it on that day, by which a new
    term of a one-year cover is priced."""
    code = why.inputs.get("product")
    if code is None:
        return (None,)
    policy = reader.get(Policy, trace.policy_id) if trace.policy_id is not None else None
    versions = dict.fromkeys([*([policy.catalog_version] if policy else []), trace.catalog_version])
    products = (catalog_of(reader, version).products.get(str(code)) for version in versions)
    return [product.basis if product else None for product in products]


def _stored(reader: Reader, trace: Trace, why: Why) -> int | None:
    """The amount that was written with the trace; None where it was one of several, or none was."""
    if trace.rule == "benefits_due" and trace.policy_id is not None:
        due = dict(why.steps)["due on"]
        found = reader.find(SurvivalBenefit, policy_id=trace.policy_id)
        return _only(one.amount for one in found if one.due_on.isoformat() == due)
    if reader.count(Trace, source_id=trace.source_id, rule=trace.rule) != 1:
        return None
    if trace.rule == "dividend":
        return _only(one.amount for one in reader.find(Dividend, source_id=trace.source_id))
    if trace.rule == "quote" and trace.policy_id is not None:
        return _only(one.amount for one in reader.find(PremiumDue, source_id=trace.source_id))
    if trace.rule == "cash_value_on":
        return _surrendered(reader, trace)
    return None


def _surrendered(reader: Reader, trace: Trace) -> int | None:
    """The cash value a surrender booked; None where the trace was for something else."""
    ledger = catalog_of(reader, reader.state().catalog_version).ledger
    accounts = [leg.account for leg in ledger.rules["surrender"].legs if leg.amount in VALUES]
    line = table_of(LedgerLine)
    booked = (line.c.source_id == trace.source_id, line.c.rule == "surrender", line.c.account.in_(accounts))
    return reader.connection.scalar(select(whole_sum(line.c.amount)).where(*booked)) or None


def _only(amounts: Iterable[int]) -> int | None:
    found = list(amounts)
    return int(found[0]) if len(found) == 1 else None
