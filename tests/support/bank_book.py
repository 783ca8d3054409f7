"""A book of policies whose premiums the banks collect, and what the banks answer: lists of results, no files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ops_console import rooms
from ops_console.base.money import Fen
from ops_console.batch import bank_reading
from ops_console.batch.bank_import import BANK_IMPORT
from ops_console.batch.collections import COLLECTION
from ops_console.batch.report import RunReport
from ops_console.data.queries.bank_lines import HeldLine, held_lines, totals_of
from ops_console.data.seals import digest
from ops_console.data.tables import (
    BankFile,
    BankLine,
    BillingTerms,
    CollectionOrder,
    Coverage,
    Letter,
    Mandate,
    Party,
    Policy,
    PolicyRole,
    Receipt,
)
from ops_console.data.types import FOREVER
from ops_console.data.verify import digest_of
from ops_console.exchange.bank.model import Faulty, Incoming, Result, Source
from ops_console.rules.references import CollectionReference
from tests.support.book import FIRST_DAY, Book

DUE, COLLECTED_ON = date(2026, 3, 15), date(2026, 3, 16)


@dataclass
class BankBook:
    """A book and its bank. Every policy has one instalment of 15 March with the bank."""

    book: Book
    _files: int = 0

    def __post_init__(self) -> None:
        rooms.load()
        self.book.business_date(COLLECTED_ON)

    def owed(self, premium: int = 100_000, bank: str = "ICBC", **values: Any) -> int:
        """A policy in force with everything a clerk would find; its instalment is ordered by `ordered`."""
        policy_id = self.book.add(DUE, premium=premium, bank=bank, **values)
        with self.book.store.write() as tx:
            policy = tx.need(Policy, policy_id)
            party_id = policy_id + 10**8
            row: dict[str, Any] = {
                "policy_id": policy.id, "revision": 1, "valid_from": FIRST_DAY, "valid_to": FOREVER, "source_id": 0
            }  # fmt: skip
            document = f"E{policy_id:015d}"
            person = Party(
                id=party_id, name="李明", initials="LM", sex="M", birth=date(1986, 3, 15), document_kind="passport",
                document_no=document, phone="13800000001", address="上海",
            )  # fmt: skip
            cover = Coverage(
                **row, no=1, product="WL20", insured_id=party_id, sex="M", entry_age=39, sum_assured=Fen(10**7),
                pay_years=20,
            )  # fmt: skip
            terms = BillingTerms(
                **row, months=12, premium=Fen(premium), loading=Fen(0), channel="bank",
                account_no=f"6222{policy_id:015d}",
            )  # fmt: skip
            roles = [PolicyRole(**row, role=role, no=1, party_id=party_id) for role in ("applicant", "insured")]
            tx.insert([person, cover, terms, *roles])
        return policy_id

    def ordered(self) -> None:
        """What is owed is raised, and ordered from the banks."""
        self.book.renew(DUE)
        COLLECTION.run(self.book.store, self.book.actor, COLLECTED_ON)

    def answer(self, policy_id: int, outcome: str = "settled", reason: str = "", **values: Any) -> Result:
        """What the bank says to the first order of a policy."""
        reference = str(CollectionReference(policy_id, DUE, 1))
        amount = self.book.dues(policy_id)[0].amount
        given = Result(1, reference, amount, outcome, "", reason, COLLECTED_ON, "李明", "")  # type: ignore[arg-type]
        return given._replace(**values)

    def file(
        self, results: Sequence[Result | Faulty], kind: Source = "status", message: str = ""
    ) -> bank_reading.Arrival:
        self._files += 1
        named = message or f"R{self._files:06d}"
        total = Fen.total(one.amount for one in results if isinstance(one, Result) and one.amount is not None)
        head = Incoming(kind, named, "", "ICBC", "", None, len(results), total, digest(f"{named} {list(results)}"))
        return bank_reading.Arrival(head, results, "ICBC", "iso", f"{named}.xml")

    def take_in(self, results: Sequence[Result | Faulty], kind: Source = "status", message: str = "") -> int:
        """A file with these lines is kept and booked; its id."""
        file_id = bank_reading.keep(self.book.store, self.file(results, kind, message))
        self.run()
        return file_id

    def run(self, **how: Any) -> RunReport:
        return BANK_IMPORT.run(self.book.store, self.book.actor, COLLECTED_ON, **how)

    def states(self, file_id: int) -> list[str]:
        """What became of each line."""
        with self.book.store.read() as reader:
            return [line.state for line in reader.find(BankLine, file_id=file_id)]

    def totals(self, file_id: int) -> dict[str, int]:
        """Fen by state."""
        found: dict[str, int] = {}
        with self.book.store.read() as reader:
            for one in totals_of(reader, file_id):
                found[one.state] = found.get(one.state, 0) + one.amount
        return found

    def order(self, policy_id: int) -> CollectionOrder:
        with self.book.store.read() as reader:
            return reader.find(CollectionOrder, policy_id=policy_id)[-1]

    def receipts(self) -> list[Receipt]:
        with self.book.store.read() as reader:
            return reader.find(Receipt)

    def mandate(self, policy_id: int) -> str:
        with self.book.store.read() as reader:
            return reader.current(Mandate, policy_id)[0].status

    def letters(self) -> list[str]:
        with self.book.store.read() as reader:
            return [letter.kind for letter in reader.find(Letter)]

    def balance(self, account: str) -> int:
        """Of all branches."""
        return sum(amount for (_branch, code), amount in self.book.balances().items() if code == account)

    def held(self, file_id: int) -> list[HeldLine]:
        with self.book.store.read() as reader:
            return list(held_lines(reader, file_id))

    def digest(self) -> str:
        with self.book.store.read() as reader:
            return digest_of(reader)

    def file_state(self, file_id: int) -> str:
        with self.book.store.read() as reader:
            return reader.need(BankFile, file_id).state


def settle_all(bank: BankBook, policies: Iterable[int]) -> list[Result]:
    return [bank.answer(policy) for policy in policies]
