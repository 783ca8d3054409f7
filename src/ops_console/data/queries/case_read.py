"""Reading a case with everything around it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ops_console.data.confidential import HEALTH, REPORTED, hidden_columns
from ops_console.data.queries.case_look import (
    BenefitLook,
    CallLook,
    CaseLook,
    ClockLook,
    ImageLook,
    LetterLook,
    NoteLook,
    ReferralLook,
    Related,
    TaskLook,
)
from ops_console.data.queries.history import history_of, masked, with_names
from ops_console.data.queries.money_look import money_of
from ops_console.data.queries.party_look import PartyLook, party_look
from ops_console.data.queries.policy_look import MEMBERS_SHOWN, policy_look
from ops_console.data.queries.risk import SumOnLife, sums_on_life
from ops_console.data.store import AnyRecord, Reader, table_of, values_of
from ops_console.data.tables import (
    Application,
    ArchiveFile,
    BankItem,
    Branch,
    Call,
    Callback,
    CallbackFinding,
    CatalogChange,
    Claim,
    ClaimItem,
    ClaimSample,
    Clerk,
    Clock,
    Document,
    Endorsement,
    FileLoan,
    Letter,
    Note,
    Payable,
    Referral,
    ServiceRequest,
    Stocktake,
    Task,
    WorkItem,
)

OWN_ROWS: dict[str, type[AnyRecord]] = {
    "application": Application,
    "callback": Callback,
    "finding": CallbackFinding,
    "endorsement": Endorsement,
    "claim": Claim,
    "payment": Payable,
    "bank_item": BankItem,
    "file_loan": FileLoan,
    "stocktake": Stocktake,
    "enquiry": ServiceRequest,
    "complaint": ServiceRequest,
    "catalog_change": CatalogChange,
}
APART = frozenset({"case_id", "papers", "entries", "source_id", "findings", "beneficiaries"})
"""Columns shown in a place of their own, or not at all."""
PAYMENT = "payment"
APPLICATION = "application"
CLAIM = "claim"
FINDING = "finding"


def case_look(reader: Reader, case_id: int, *, confidential: bool, accounts: bool) -> CaseLook:
    """The case by id; LookupError when there is none. What is confidential is left out unless it may be read, numbers
    of documents and accounts are masked; `accounts`: the account of a payment is shown whole, to who pays it."""
    case = reader.need(WorkItem, case_id)
    branch = reader.need(Branch, case.branch_id)
    own = _own(reader, case)
    model = OWN_ROWS.get(case.kind)
    hidden = frozenset() if confidential or model is None else hidden_columns(table_of(model).name)
    filed = reader.get(ArchiveFile, case.id)
    benefits = tuple(_benefit(row, confidential) for row in reader.find(ClaimItem, case_id=case.id))
    return CaseLook(
        id=case.id,
        number=case.number,
        kind=case.kind,
        room=case.room,
        state=case.state,
        open=case.open,
        outcome=case.outcome,
        branch_en=branch.name_en,
        branch_zh=branch.name_zh,
        received=case.received,
        due=case.due,
        assignee_id=case.assignee_id,
        assignee=clerk_name(reader, case.assignee_id),
        referred_to=case.referred_to,
        version=case.version,
        own=tuple(
            (name, value if accounts and case.kind == PAYMENT else masked(value, name))
            for name, value in with_names(reader, own).items()
            if name not in hidden | APART and (confidential or name != HEALTH)
        ),
        withheld=any(own.get(name) for name in hidden),
        papers=tuple(own.get("papers") or ()),
        findings=tuple(own.get("findings") or ()) if confidential else (),
        on_life=_on_life(reader, own) if case.open and case.kind == APPLICATION else (),
        parties=_parties(reader, case, own),
        policy=policy_look(reader, case.policy_id, own.get("insured_id"), confidential=confidential)
        if case.policy_id
        else None,
        money=money_of(reader, case.policy_id, case.id),
        clocks=tuple(_clock(row) for row in reader.find(Clock, case_id=case.id)),
        tasks=tuple(_task(reader, task, confidential) for task in reader.find(Task, case_id=case.id)),
        notes=_notes(reader, case.id),
        calls=_calls(reader, case),
        letters=tuple(
            LetterLook(r.id, r.kind, r.day, r.language, r.printed) for r in reader.find(Letter, case_id=case.id)
        ),
        images=tuple(
            ImageLook(d.paper, d.name, d.media_type, d.size, d.digest)
            for d in reader.find(Document, case_id=case.id, order_by="id")
        ),
        referral=_referral(reader, case.id, confidential or not hidden),
        benefits=benefits,
        related=_related(reader, case),
        events=history_of(reader, case_id=case.id, limit=20),
        filed=None if filed is None else f"{filed.cabinet}/{filed.box}/{filed.no}",
        file_marks=() if filed is None else _marks(filed),
    )


def clerk_name(reader: Reader, clerk_id: int | None) -> str | None:
    """The name of a clerk."""
    clerk = None if clerk_id is None else reader.get(Clerk, clerk_id)
    return clerk.name if clerk else None


def _own(reader: Reader, case: WorkItem) -> dict[str, Any]:
    model = OWN_ROWS.get(case.kind)
    row = reader.get(model, case.id) if model else None
    own = values_of(row) | _sample(reader, case) if row else {}
    members = own.get("members")
    return own | {"members": members[:MEMBERS_SHOWN], "members_in_all": len(members)} if members else own


def _sample(reader: Reader, case: WorkItem) -> dict[str, Any]:
    """How a claim was drawn for the quality sample, so that anybody can draw it again, and what was found."""
    sample = reader.get(ClaimSample, case.id) if case.kind == "claim" else None
    names = ("stratum", "share", "seed", "drawn", "checked_on", "defects")
    return {name: getattr(sample, name) for name in names} if sample else {}


def _on_life(reader: Reader, own: Mapping[str, Any]) -> tuple[SumOnLife, ...]:
    insured_id = own.get("insured_id")
    return () if insured_id is None else tuple(sums_on_life(reader, insured_id, except_case=0))


def _parties(reader: Reader, case: WorkItem, own: Mapping[str, Any]) -> tuple[tuple[str, PartyLook], ...]:
    """The people the case names, each with the part they play in it."""
    parts: list[tuple[str, int | None]] = [("customer", case.party_id)]
    parts += [
        ("applicant", own.get("applicant_id")),
        ("insured", own.get("insured_id")),
        ("payee", own.get("party_id")),
    ]
    parts += [
        ("beneficiary", one.get("party_id")) for one in own.get("beneficiaries") or () if isinstance(one, Mapping)
    ]
    return tuple((part, party_look(reader, key)) for part, key in dict.fromkeys(parts) if key is not None)


def _clock(row: Clock) -> ClockLook:
    return ClockLook(row.standard, row.started, row.due, row.provisional, row.stopped_since, row.met_on)


def _notes(reader: Reader, case_id: int) -> tuple[NoteLook, ...]:
    rows = reader.find(Note, case_id=case_id, order_by="-id", limit=50)
    return tuple(NoteLook(n.kind, n.text, clerk_name(reader, n.clerk_id) or "?", n.written_at) for n in rows)


def _task(reader: Reader, task: Task, confidential: bool) -> TaskLook:
    return TaskLook(
        task.kind,
        task.detail,
        task.opened,
        task.due,
        task.done,
        clerk_name(reader, task.clerk_id),
        task.data or {},
        task.outcome if confidential or task.kind not in REPORTED else None,
        task.opinion if confidential else None,
    )


def _calls(reader: Reader, case: WorkItem) -> tuple[CallLook, ...]:
    """The calls of the case; of a callback's finding, those that found it too."""
    keys = [case.id, *([case.parent_id] if case.kind == FINDING and case.parent_id else [])]
    rows = [row for key in keys for row in reader.find(Call, case_id=key, order_by="-at", limit=50)]
    return tuple(CallLook(c.phone, c.outcome, c.text, clerk_name(reader, c.clerk_id) or "?", c.at) for c in rows)


def _referral(reader: Reader, case_id: int, readable: bool) -> ReferralLook | None:
    rows = reader.find(Referral, case_id=case_id, order_by="-id", limit=1)
    if not rows or rows[0].state not in ("open", "returned"):
        return None
    (row,) = rows
    return ReferralLook(
        row.operation,
        clerk_name(reader, row.from_clerk_id) or "?",
        row.to_grade,
        row.measures,
        row.state,
        row.comment if readable else "",
        (row.answer or "") if readable else "",
        clerk_name(reader, row.closed_by),
    )


def _benefit(row: ClaimItem, confidential: bool) -> BenefitLook:
    look = BenefitLook(
        row.policy_id,
        row.coverage_no,
        row.conclusion,
        row.benefit,
        row.deductions,
        row.net,
        row.reason,
        row.article,
        row.why,
    )
    return look if confidential else replace(look, reason="", article="", why={})


def _related(reader: Reader, case: WorkItem) -> tuple[Related, ...]:
    found: dict[int, Related] = {}

    def take(how: str, rows: list[WorkItem]) -> None:
        for row in rows:
            if row.id != case.id:
                found.setdefault(row.id, Related(how, row.id, row.number, row.kind, row.state, row.room))

    if case.parent_id:
        take("parent", [reader.need(WorkItem, case.parent_id)])
    take("child", reader.find(WorkItem, parent_id=case.id, limit=20))
    if case.policy_id:
        of_policy = reader.find(WorkItem, policy_id=case.policy_id, order_by="-id", limit=20)
        # What is claimed for another member of a group is none of this one's business.
        take(
            "policy", [one for one in of_policy if CLAIM not in (case.kind, one.kind) or one.party_id == case.party_id]
        )
    if case.party_id:
        take("party", reader.find(WorkItem, party_id=case.party_id, order_by="-id", limit=20))
    return tuple(found.values())


def _marks(filed: ArchiveFile) -> tuple[str, ...]:
    said = (("confidential", filed.confidential), ("lent", filed.on_loan), ("missing", filed.missing_since is not None))
    return tuple(mark for mark, holds in said if holds)
