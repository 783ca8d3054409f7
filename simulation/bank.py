"""A bank that answers every file by a seeded rule: most of it at once, some late, some not, some taken back.

In so many of a thousand: see `RULES`. A file is answered on the next days; it may come twice, and with lines that are
not ours.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ops_console.catalog.model_bank import Banking
from simulation.bank_files import XML, Answer, House, Order, orders, write
from simulation.chance import Chance

NO_MONEY, STOPS, CLOSED, BACK, LATE, TWICE, STRANGE = 60, 30, 8, 12, 25, 40, 30
"""Per mille: an order meets an empty account; all orders for an instalment do; a closed account; a settled one comes
back; an answer is late; a file comes twice, or holds a line that is not ours."""
SOON, LATER, CAME_BACK = (1, 2), (7, 9), (4, 8)
"""Days after the file until it is answered, answered late, and after that until money comes back: least and most."""
STRANGE_AMOUNT = 4_200


@dataclass
class Bank:
    """All banks. What will come is kept by day."""

    chance: Chance
    banking: Banking
    folder: Path
    _due: dict[date, dict[str, list[Answer]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    _again: dict[date, list[tuple[str, Path]]] = field(default_factory=lambda: defaultdict(list))

    def receive(self, path: Path, code: str, kind: str, day: date) -> None:
        """A file of ours, on the evening of a day."""
        bank = self.banking.banks[code]
        for order in orders(path, bank.profile):
            answer = self._decide(order, kind)
            waits = self._between(LATE, LATER, SOON, "late", order.reference)
            on = day + timedelta(days=waits)
            self._due[on][code].append(answer)
            comes_back = kind == "collection" and answer.outcome == "settled"
            if comes_back and self.chance.happens(BACK, "back", order.reference):
                later = on + timedelta(days=self._days(CAME_BACK, "back", order.reference))
                given = Answer(order.reference, order.amount, "returned", "insufficient_funds")
                self._due[later][f"{code} back"].append(given)

    def delivers(self, day: date) -> list[tuple[str, Path, list[Answer]]]:
        """The files that have come by a day: bank, file, what they say; one sent again says nothing new."""
        return [file for on in sorted({*self._due, *self._again}) if on <= day for file in self._sent(on)]

    def _sent(self, day: date) -> list[tuple[str, Path, list[Answer]]]:
        files: list[tuple[str, Path, list[Answer]]] = []
        for name, answers in sorted(self._due.pop(day, {}).items()):
            code, _blank, _back = name.partition(" ")
            told = sorted(answers, key=lambda one: one.reference)
            if self.chance.happens(STRANGE, "strange", day, name):
                told.append(Answer(f"X{day:%Y%m%d}-1", STRANGE_AMOUNT, "settled" if name == code else "returned",
                                   "" if name == code else "insufficient_funds"))  # fmt: skip
            files.append((code, self._write(code, name, day, told), told))
        files += [(code, path, []) for code, path in self._again.pop(day, [])]
        return files

    def _write(self, code: str, name: str, day: date, answers: list[Answer]) -> Path:
        bank = self.banking.banks[code]
        house = House(code, bank.profile, bank.number, bank.collects.account)
        message = f"{'B' if name != code else 'R'}{code}{day:%Y%m%d}"
        path = self.folder / f"{message}{XML if bank.profile == 'iso' else '.txt'}"
        write(path, house, message, day, answers)
        if self.chance.happens(TWICE, "twice", day, name):
            self._again[day + timedelta(days=1)].append((code, path))
        return path

    def _decide(self, order: Order, kind: str) -> Answer:
        """Money that is paid out nearly always arrives."""
        if kind != "collection":
            failed = "account_closed" if self.chance.happens(CLOSED, "payout", order.reference) else ""
            return Answer(order.reference, order.amount, "rejected" if failed else "settled", failed)
        number, due, *_attempt = order.reference.split("-")
        if self.chance.happens(NO_MONEY, "money", order.reference) or self.chance.happens(STOPS, "stops", number, due):
            failed = "insufficient_funds"
        else:
            # An account that is closed stays so: asked by the policy, and only of some years.
            failed = "account_closed" if self.chance.happens(CLOSED, "closed", number, due[:4]) else ""
        return Answer(order.reference, order.amount, "rejected" if failed else "settled", failed)

    def _between(self, per_mille: int, rare: tuple[int, int], usual: tuple[int, int], *question: object) -> int:
        return self._days(rare if self.chance.happens(per_mille, *question) else usual, *question)

    def _days(self, between: tuple[int, int], *question: object) -> int:
        least, most = between
        return least + int(self.chance("days", *question) * (most - least + 1))
