"""What customers, agents and collectors do, by a seeded rule: how often, see the constants (per mille).

Everything is done on the business date by operations of clerks, as at a desk.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from ops_console.base.known import known
from ops_console.catalog.model import Catalog
from ops_console.data.store import Store
from ops_console.data.tables import Agent, Endorsement, PremiumDue, ReceiptBook
from ops_console.rules.numbers import parse
from simulation.bank_files import Answer
from simulation.chance import Chance
from simulation.log import Life, Log
from simulation.people_work import Office

PAYS_AFTER_NO, NEW_ACCOUNT, REINSTATES, BORROWS, REPAYS = 450, 500, 300, 15, 400
"""Of those the bank said no to, of closed accounts, of lapsed contracts; of whole lives a year; of loans."""
OTHER_BANK, BY_HAND, FORGETS = 40, 150, 120
"""Of contracts at the start; of the instalments of those who pay by hand."""
DIES, DIES_IN_GRACE, LEAVES = 8, 15, 150
"""Of the insured a year, and of those whose instalment the bank did not get; of agents a year."""
DAYS_A_YEAR = 365
BANKS = ("CCB", "ABC", "CMB")
CHANNEL, LOAN, REPAYMENT, REINSTATEMENT = 12, 27, 28, 31
COLLECTOR, TILL, PREMIUM, COLLECTORS_BRANCH = "collector", "counter2", "premium", 101
"""Logins of the branch where collectors work."""
BOOKS = "@sim-premium-2"
"""Who books money that came by transfer: not who closes the day."""
BOOK = 50
"""Temporary receipts of a collector's book."""
SMALLEST_LOAN = 100_000
"""Fen."""
ACCOUNT = "622200000001"
Act = Callable[[date], None]


@dataclass
class Customers:
    """All of them, and what they have made up their minds to do, by day."""

    store: Store
    office: Office
    log: Log
    chance: Chance
    catalog: Catalog
    _plans: dict[date, list[tuple[str, Act]]] = field(default_factory=lambda: defaultdict(list))
    _cash: int = 0
    _in_hand: int = 0

    def begin(self, day: date, days: int) -> None:
        """What is known from the start: who changes the bank or pays by hand, who will die, which agent leaves."""
        for life in self.log.lives.values():
            if life.is_yearly_cover:
                continue
            soon = day + timedelta(days=1 + int(self.chance("when", life.number) * 30))
            if self.chance.happens(BY_HAND, "hand", life.number) and life.contract.sale.branch == COLLECTORS_BRANCH:
                self._plan(soon, life, partial(self._pay_by_hand, life=life))
            elif self.chance.happens(OTHER_BANK, "bank", life.number):
                self._plan(soon, life, partial(self._change_bank, life=life))
            self._rarely(life, "dies", DIES, day, days, self._die)
            if life.contract.sale.kind.product == "WL20":
                self._rarely(life, "borrows", BORROWS, day, days, self._borrow)
        with self.store.read() as reader:
            agents = sorted(agent.code for agent in reader.find(Agent))
        for code in agents:
            at = self.chance("leaves", code) / (LEAVES / 1000) * DAYS_A_YEAR
            if at < days:
                self._plans[day + timedelta(days=int(at))].append((code, partial(self._leave, code)))

    def act(self, today: date) -> None:
        """What is done by a day, in the order of the days and the contracts."""
        while (day := min(self._plans, default=date.max)) <= today:
            for _number, act in sorted(self._plans.pop(day), key=lambda one: one[0]):
                act(today)
        if self._in_hand:
            if self.office.do("premium.hand_in", f"@{TILL}", clerk=COLLECTOR, cash=self._in_hand):
                self._cash += self._in_hand
            self._in_hand = 0
        if self._cash:
            self.office.do("counter.close_till", f"@{TILL}", counted=self._cash)
            self._cash = 0

    def hear(self, today: date, answer: Answer) -> None:
        """The bank's answer to an order of theirs, once it is booked."""
        number, day, *_attempt = answer.reference.split("-")
        life = self.log.by_number.get(number)
        if life is None:
            return
        due = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if answer.outcome == "settled":
            # What was paid otherwise meanwhile was paid then; this is held.
            if due not in life.paid:
                life.paid[due] = today
                life.paid_by[due] = answer.reference
            return
        if answer.outcome == "returned" and life.paid_by.get(due) == answer.reference:
            del life.paid[due], life.paid_by[due]
        if answer.reason == "account_closed" and self.chance.happens(NEW_ACCOUNT, "new account", answer.reference):
            self._plan(self._in_some_days(today, 5, 25, answer), life, lambda on: self._change_bank(on, life))
        elif self.chance.happens(DIES_IN_GRACE, "dies in grace", number, day):
            self._plan(self._in_some_days(today, 3, 20, answer), life, lambda on: self._die(on, life))
        elif self.chance.happens(PAYS_AFTER_NO, "pays", number, day):
            self._plan(self._in_some_days(today, 5, 50, answer), life, lambda on: self._pay_at_counter(on, life))

    def lapsed(self, today: date, number: str) -> None:
        """A lapse notice came."""
        life = self.log.by_number[number]
        life.lapsed_on = today
        if self.chance.happens(REINSTATES, "reinstates", number, today):
            later = today + timedelta(days=10 + int(self.chance("reinstates on", number, today) * 200))
            self._plan(later, life, lambda on: self._reinstate(on, life))

    def _plan(self, day: date, life: Life, act: Act) -> None:
        self._plans[day].append((life.number, act))

    def _in_some_days(self, today: date, least: int, most: int, answer: Answer) -> date:
        return today + timedelta(days=least + int(self.chance("wait", answer.reference) * (most - least)))

    def _rarely(
        self, life: Life, what: str, per_mille: int, day: date, days: int, act: Callable[[date, Life], None]
    ) -> None:
        """Once, if at all: so many of a thousand within a year."""
        at = self.chance(what, life.number) / (per_mille / 1000) * DAYS_A_YEAR
        if at < days:
            self._plan(day + timedelta(days=int(at)), life, lambda on: act(on, life))

    def _asked(self, life: Life, item: int) -> str | None:
        done = self.office.do("counter.receive_request", "counter", life.number, item=item)
        return done.number if done else None

    def _change_bank(self, today: date, life: Life) -> None:
        """Item 12: another account, at another bank; who pays by hand goes on to."""
        number = None if life.ended else self._asked(life, CHANNEL)
        if number:
            bank = self.chance.one_of(BANKS, "which", life.number, today)
            account = f"{bank} {ACCOUNT}{int(self.chance('account', life.number, today) * 10**6):06d}"
            self.office.do("preservation.change_channel", "preservation", number, channel="bank", account_no=account)

    def _pay_by_hand(self, today: date, life: Life) -> None:
        number = self._asked(life, CHANNEL)
        if number and self.office.do("preservation.change_channel", "preservation", number, channel="manual"):
            life.by_hand = True
            self._plan(today + timedelta(days=1), life, lambda on: self._collector_calls(on, life))

    def _collector_calls(self, today: date, life: Life) -> None:
        """Every month: what fell due before is paid, or forgotten for a time."""
        if life.died_on or life.lapsed_on:
            return
        due = self._billed(life, today)
        forgotten = due is not None and self.chance.happens(FORGETS, "forgets", life.number, due)
        if due is not None and not forgotten:
            receipt = self._next_receipt()
            paid = receipt and self.office.do(
                "premium.collect_by_hand", f"@{COLLECTOR}", life.number, receipt=receipt,
                amount=int(life.contract.sale.premium), method="cash", identity_checked=True,
            )  # fmt: skip
            if paid:
                life.paid[due] = today
                self._in_hand += int(life.contract.sale.premium)
        self._plan(today + timedelta(days=30), life, lambda on: self._collector_calls(on, life))

    def _billed(self, life: Life, today: date) -> date | None:
        """The oldest instalment they owe, if the company has raised it: nobody pays what is not asked for."""
        due = life.oldest_unpaid(today)
        with self.store.read() as reader:
            known = due is not None and reader.get(PremiumDue, life.contract.id, due)
        return due if known else None

    def _next_receipt(self) -> int | None:
        """The next blank one; another book where none is left. One numbered after the other, none spoilt."""
        with self.store.read() as reader:
            books = reader.find(ReceiptBook, branch_id=COLLECTORS_BRANCH)
        last = max((one.last_no for one in books), default=0)
        used = self.office.done["premium.collect_by_hand"]
        if used == last and not self.office.do(
            "premium.issue_receipt_book", f"@{PREMIUM}", clerk=COLLECTOR, receipts=BOOK
        ):
            return None
        return used + 1

    def _pay_at_counter(self, today: date, life: Life) -> None:
        due = self._billed(life, today)
        if due is None or life.ended or life.lapsed_on or life.died_on:
            return
        amount = int(life.contract.sale.premium)
        paid = self.office.do(
            "premium.collect", BOOKS, life.number, amount=amount, method="transfer", identity_checked=True
        )
        if paid:
            life.paid[due] = today

    def _reinstate(self, today: date, life: Life) -> None:
        """Item 31: in good health; agreed by an underwriter, paid at once."""
        number = None if life.ended or life.died_on else self._asked(life, REINSTATEMENT)
        if not number or not self.office.do("preservation.reinstate", "preservation", number, healthy=True):
            return
        self.office.do("underwriting.agree_request", "underwriting", number)
        with self.store.read() as reader:
            owed = reader.need(Endorsement, parse(number).id).to_pay
        paid = self.office.do(
            "premium.settle_request", BOOKS, number, amount=int(owed), method="transfer", identity_checked=True
        )
        if paid:
            life.lapsed_on = None
            for due in life.dues(today):
                life.paid.setdefault(due, today)
            if life.by_hand:
                self._plan(today + timedelta(days=30), life, lambda on: self._collector_calls(on, life))

    def _borrow(self, today: date, life: Life) -> None:
        number = None if life.ended or life.lapsed_on else self._asked(life, LOAN)
        if not number:
            return
        granted = self.office.do(
            "preservation.grant_loan", "preservation", number, amount=SMALLEST_LOAN, account_no=f"ICBC {ACCOUNT}",
            insured_consent=True,
        )  # fmt: skip
        if granted is None:
            self.office.do("preservation.withdraw", "preservation", number, comment="not enough value")
            return
        self._release(granted.opened)
        if self.chance.happens(REPAYS, "repays", life.number):
            self._plan(today + timedelta(days=200), life, lambda on: self._repay(on, life))

    def _repay(self, _today: date, life: Life) -> None:
        number = None if life.ended or life.lapsed_on else self._asked(life, REPAYMENT)
        if number and self.office.do("preservation.repay_loan", "preservation", number):
            with self.store.read() as reader:
                owed = reader.need(Endorsement, parse(number).id).to_pay
            self.office.do(
                "premium.settle_request", BOOKS, number, amount=int(owed), method="transfer", identity_checked=True
            )

    def _die(self, today: date, life: Life) -> None:
        """Reported some days later; in grace, if an instalment was owed on that day. Whose grace is over lives on."""
        sale = life.contract.sale
        if life.died_on or life.lapsed_on or life.is_past_grace(self.catalog, today):
            return
        if sale.kind.heirs != ("spouse",) or sale.kind.insured != "self":
            return
        life.died_on = today
        self._plan(today + timedelta(days=5), life, lambda on: self._claim(on, life))

    def _claim(self, today: date, life: Life) -> None:
        sale, died = life.contract.sale, known(life.died_on, "day of death")
        reported = self.office.do(
            "counter.report_claim", "counter", insured=sale.insured.document_no, event="death", event_date=died,
            place="市第一人民医院", reporter=sale.heirs[0].name, relation="spouse", telephone=sale.applicant.phone,
        )  # fmt: skip
        if reported is None or reported.number is None:
            return
        number = reported.number
        self.office.do("claims.register", "claims", number)
        self.office.do("claims.check_papers", "claims", number, papers=DEATH_PAPERS)
        payees = [f"{heir.document_no}/ICBC {ACCOUNT}" for heir in sale.heirs]
        assessed = self.office.do("claims.assess", "claims", number, cause="illness", payees=payees)
        if assessed is not None and assessed.state == "sampling":
            self.office.do("claims.check_sample", "@sim-claims-3", number)
        approved = self.office.do("claims.approve", "@sim-claims-2", number)
        if approved is not None:
            life.ended = today
            owed = [due for due in life.dues(died) if due not in life.paid]
            life.owed_at_death = int(sale.premium) * len(owed)
            # Premium taken off a benefit is premium paid.
            life.paid |= dict.fromkeys(owed, today)
            self._release(approved.opened)

    def _release(self, opened: list[str]) -> None:
        """Paid by the next payout-run."""
        for payment in opened:
            self.office.do("premium.release_payment", "cashier", payment)

    def _leave(self, code: str, _today: date) -> None:
        self.office.do("premium.agent_left", "premium", agent=code)


DEATH_PAPERS = (
    "claim_form,identity_claimant,payout_account,policy_document,"
    "death_certificate,household_cancellation,relation_proof"
)
