"""What a file to a bank says: from the rows of its orders to the lines that go out."""

from collections.abc import Iterator

from ops_console.base.moments import local
from ops_console.catalog.model import Catalog
from ops_console.data.queries.order_lines import collection_lines, payout_lines
from ops_console.data.store import Reader
from ops_console.data.tables import BankFile
from ops_console.exchange.bank.model import Collection, Kind, Line, Outgoing, Party, Payment
from ops_console.rules import accounts, numbers
from ops_console.rules.accounts import Account
from ops_console.rules.references import CollectionReference, PayoutReference

COLLECTION = "collection"


def outgoing(reader: Reader, catalog: Catalog, file: BankFile) -> Outgoing:
    """The file as it goes out; its lines are read from the store as they are asked for."""
    bank = catalog.banking.banks[file.bank]
    ours = bank.collects if file.kind == COLLECTION else bank.pays
    return Outgoing(
        kind=kind_of(file),
        message=file.message,
        created=local(file.created_at),
        on=file.value_day,
        ours=Party(ours.name, ours.account, bank.number),
        profile=file.profile,
        count=file.lines,
        total=file.amount,
        lines=_collections(reader, file) if file.kind == COLLECTION else _payments(reader, file),
    )


def kind_of(file: BankFile) -> Kind:
    """Of what a file is made."""
    return "collection" if file.kind == COLLECTION else "payout"


def _collections(reader: Reader, file: BankFile) -> Iterator[Line]:
    for one in collection_lines(reader, file):
        account = _account(one.account_no)
        yield Collection(
            reference=str(CollectionReference(one.policy_id, one.due_date, one.attempt)),
            amount=one.amount,
            account=account.number,
            name=account.holder or one.applicant,
            mandate=one.mandate,
            signed_on=one.signed_on,
            sequence="FRST" if one.sequence == "FRST" else "RCUR",
            text=f"{one.mandate} {one.due_date.isoformat()}",
        )


def _payments(reader: Reader, file: BankFile) -> Iterator[Line]:
    for one in payout_lines(reader, file):
        account = _account(one.account_no)
        yield Payment(
            reference=str(PayoutReference(one.case_id, one.attempt)),
            amount=one.amount,
            account=account.number,
            name=account.holder or one.payee,
            text=numbers.printed(numbers.Prefix.PAYMENT, one.case_id),
        )


def _account(text: str) -> Account:
    """What is no account at all is left to the check of what goes out: it is told then with its order."""
    try:
        return accounts.read(text)
    except ValueError:
        return Account(text)
