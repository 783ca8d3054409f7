"""Head office's premium department: what it gives the bank, and files of the bank as it takes them in."""

from pathlib import Path

from ops_console.base.money import Fen
from ops_console.batch.bank_export import Exported, write_drawn
from ops_console.batch.bank_intake import Taken, take_in
from ops_console.data.tables import BankItem, BankLine
from ops_console.desk.entry import Actor
from ops_console.rules.numbers import HEAD_OFFICE
from tests.support.company import Company

BANK, UNIDENTIFIED = "1002", "2241.02"


class Desk:
    """Head office's premium department, with files of the default bank."""

    def __init__(self, company: Company, folder: Path) -> None:
        self.company, self._folder, self._files = company, folder, 0
        self.clerk: Actor = company.clerk("premium", branch=HEAD_OFFICE)

    def take(self, data: bytes, profile: str = "") -> Taken:
        """A file of its own name."""
        self._files += 1
        path = self._folder / f"{self._files}.xml"
        path.write_bytes(data.replace(b"N20261123", b"N%06d" % self._files))
        return take_in(self.company.store, self.clerk, path, profile=profile)

    def export(self) -> list[Exported]:
        """What is drawn up is written for the bank."""
        return list(write_drawn(self.company.store, self.clerk, self._folder).written)

    def states(self, taken: Taken) -> list[str]:
        with self.company.store.read() as reader:
            return [line.state for line in reader.find(BankLine, file_id=taken.file_id)]

    def items(self) -> list[BankItem]:
        with self.company.store.read() as reader:
            return reader.find(BankItem, order_by="case_id")

    def books(self) -> tuple[Fen, Fen]:
        """What stands on the bank's account, and on that of unidentified money."""
        return self.company.balance(BANK), self.company.balance(UNIDENTIFIED)
