"""Mandates for the policies of a store that knew none: the account each is collected from, as one statement a bank."""

from collections.abc import Callable
from string import digits

from sqlalchemy import ColumnElement, and_, bindparam, func, insert, literal, select

from ops_console.data.store import Tx, table_of
from ops_console.data.tables import Application, BillingTerms, Mandate, Policy, PolicyStatus
from ops_console.data.types import FOREVER

_mandate, _policy, _terms = table_of(Mandate), table_of(Policy), table_of(BillingTerms)
_status, _application = table_of(PolicyStatus), table_of(Application)
COLUMNS = (
    "policy_id",
    "revision",
    "valid_from",
    "valid_to",
    "source_id",
    "reference",
    "bank",
    "account_no",
    "status",
    "reason",
    "signed_on",
)


def give_missing(tx: Tx, source_id: int, bank_of: Callable[[str], str]) -> int:
    """A first mandate for every policy that has none, has not ended and is collected by the bank, from the day its
    terms began; signed with the application. Returns how many."""
    # An account that begins with its number names no bank, and there are as many as policies: those go at once.
    names_a_bank = func.substr(_terms.c.account_no, 1, 1).not_in([*digits])
    named = tx.connection.scalars(select(_terms.c.account_no).where(_wanted(), names_a_bank).distinct()).all()
    given = _give(tx, source_id, bank_of(""), ~names_a_bank)
    return given + sum(_give(tx, source_id, bank_of(account), _terms.c.account_no == account) for account in named)


def _give(tx: Tx, source_id: int, bank: str, which: ColumnElement[bool]) -> int:
    rows = (
        select(
            _policy.c.id,
            literal(1),
            _terms.c.valid_from,
            bindparam("forever", FOREVER, type_=_terms.c.valid_to.type),
            bindparam("source", source_id, type_=_mandate.c.source_id.type),
            _policy.c.number + "-1",
            literal(bank),
            _terms.c.account_no,
            literal("active"),
            literal(""),
            func.coalesce(_application.c.stamped, _policy.c.issued_on),
        )
        .select_from(_policy)
        .join(_terms, and_(_terms.c.policy_id == _policy.c.id, _terms.c.valid_to == FOREVER))
        .outerjoin(_application, _application.c.case_id == _policy.c.application_id)
        .where(_wanted(), which)
    )
    statement = insert(_mandate).from_select(COLUMNS, rows, include_defaults=False)
    return tx.connection.execute(statement.execution_options(preserve_rowcount=True)).rowcount


def _wanted() -> ColumnElement[bool]:
    """Terms in force that name an account for the bank, of a policy that has not ended and has no mandate."""
    of_policy = _terms.c.policy_id
    standing = (
        select(_status.c.policy_id)
        .where(_status.c.policy_id == of_policy, _status.c.valid_to == FOREVER, _status.c.status != "ended")
        .exists()
    )
    has_one = select(_mandate.c.policy_id).where(_mandate.c.policy_id == of_policy).exists()
    by_bank = and_(_terms.c.channel == "bank", _terms.c.account_no != "", _terms.c.valid_to == FOREVER)
    return and_(by_bank, standing, ~has_one)
