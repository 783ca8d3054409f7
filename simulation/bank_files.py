"""A bank's side of the files: orders read from what we sent, answers written as banks write them.

Nothing here uses the code under test that writes or reads bank files.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

XML = ".xml"
ISO = "urn:iso:std:iso:20022:tech:xsd:"
_ORDER = re.compile(r'<EndToEndId>([^<]+)</EndToEndId>.*?<InstdAmt Ccy="CNY">(\d+)\.(\d\d)</InstdAmt>')
STATUS = {
    "bar": {"settled": "0", "rejected": "1", "returned": "2"},
    "fixed": {"settled": "00", "rejected": "01", "returned": "02"},
}
CODES = {
    "iso": {"insufficient_funds": "AM04", "account_closed": "AC04"},
    "bar": {"insufficient_funds": "E0001", "account_closed": "E0002"},
    "fixed": {"insufficient_funds": "1001", "account_closed": "1002"},
}
_ISO_STATUS = {"settled": "ACSC", "rejected": "RJCT"}


@dataclass(frozen=True)
class Order:
    """One line of ours; the amount in fen."""

    reference: str
    amount: int


@dataclass(frozen=True)
class Answer:
    """What the bank says to it: settled, rejected or returned, and why."""

    reference: str
    amount: int
    outcome: str
    reason: str = ""

    @property
    def yuan(self) -> str:
        return f"{self.amount // 100}.{self.amount % 100:02d}"


@dataclass(frozen=True)
class House:
    """A bank as its files name it: its profile, its number in the clearing, our account there."""

    code: str
    profile: str
    number: str
    account: str


def orders(path: Path, profile: str) -> list[Order]:
    """The lines of a file we sent."""
    if profile == "iso":
        lines = path.read_text(encoding="utf-8").splitlines()
        found = (_ORDER.search(line) for line in lines)
        return [Order(one[1], int(one[2] + one[3])) for one in found if one]
    raw = path.read_bytes().split(b"\r\n")
    if profile == "bar":
        parts = [line.decode("gbk").split("|") for line in raw if line.startswith(b"D|")]
        return [Order(one[2], int(one[5].replace(".", ""))) for one in parts]
    lines_ = [line for line in raw if line.startswith(b"20")]
    return [Order(line[10:45].decode().strip(), _fixed_amount(line)) for line in lines_]


def _fixed_amount(line: bytes) -> int:
    """Account (34) and name (40 bytes) stand between reference and amount; a payout likewise."""
    return int(line[119:135])


def write(path: Path, house: House, message: str, day: date, answers: Sequence[Answer]) -> None:
    """A file with these answers. What came back is told by a notification where a status report has no word for it."""
    lines, encoding, end = _written(house, message, day, answers)
    path.write_bytes("".join(f"{line}{end}" for line in lines).encode(encoding))


def _written(house: House, message: str, day: date, answers: Sequence[Answer]) -> tuple[Iterable[str], str, str]:
    if house.profile == "iso":
        back = any(one.outcome == "returned" for one in answers)
        return (_notification if back else _status)(house, message, day, answers), "utf-8", "\n"
    return (_bar if house.profile == "bar" else _fixed)(house, message, day, answers), "gbk", "\r\n"


def _bar(house: House, message: str, day: date, answers: Sequence[Answer]) -> Iterator[str]:
    total = sum(one.amount for one in answers)
    sums = f"{len(answers)}|{total // 100}.{total % 100:02d}"
    yield f"H|{message}||{house.number}|{house.account}|{day:%Y%m%d}|{sums}"
    for no, one in enumerate(answers, 1):
        code = CODES["bar"].get(one.reason, "")
        yield f"D|{no}|{one.reference}||{one.yuan}|{STATUS['bar'][one.outcome]}|{code}|{day:%Y%m%d}|"
    yield f"T|{sums}"


def _fixed(house: House, message: str, day: date, answers: Sequence[Answer]) -> Iterator[str]:
    sums = f"{len(answers):08d}{sum(one.amount for one in answers):016d}"
    yield f"10{message:35}{house.number:12}{house.account:34}{day:%Y%m%d}{sums}"
    for no, one in enumerate(answers, 1):
        code = CODES["fixed"].get(one.reason, "")
        status = STATUS["fixed"][one.outcome]
        yield f"20{no:08d}{one.reference:35}{one.amount:016d}{status}{code:8}{day:%Y%m%d}{'':40}"
    yield f"90{sums}"


def _status(house: House, message: str, day: date, answers: Sequence[Answer]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{ISO}pain.002.001.03"><CstmrPmtStsRpt>'
    yield (
        f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{day.isoformat()}T20:00:00+08:00</CreDtTm><CdtrAgt><FinInstnId>"
        f"<ClrSysMmbId><MmbId>{house.number}</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt></GrpHdr>"
    )
    yield (
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>"
        f"</OrgnlGrpInfAndSts><OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>"
    )
    for one in answers:
        code = CODES["iso"].get(one.reason, "")
        reason = f"<StsRsnInf><Rsn><Cd>{code}</Cd></Rsn></StsRsnInf>" if code else ""
        yield (
            f"<TxInfAndSts><OrgnlEndToEndId>{one.reference}</OrgnlEndToEndId><TxSts>{_ISO_STATUS[one.outcome]}</TxSts>"
            f'{reason}<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">{one.yuan}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>'
        )
    yield "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"


def _notification(house: House, message: str, day: date, answers: Sequence[Answer]) -> Iterator[str]:
    at = f"{day.isoformat()}T20:00:00+08:00"
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{ISO}camt.054.001.02"><BkToCstmrDbtCdtNtfctn>'
    yield f"<GrpHdr><MsgId>{message}</MsgId><CreDtTm>{at}</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><CreDtTm>{at}</CreDtTm>"
    yield f"<Acct><Id><Othr><Id>{house.account}</Id></Othr></Id></Acct>"
    for one in answers:
        yield (
            f'<Ntry><Amt Ccy="CNY">{one.yuan}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>'
            f"<BookgDt><Dt>{day.isoformat()}</Dt></BookgDt><BkTxCd><Prtry><Cd>DD</Cd></Prtry></BkTxCd><NtryDtls><TxDtls>"
            f"<Refs><EndToEndId>{one.reference}</EndToEndId></Refs>"
            f'<AmtDtls><TxAmt><Amt Ccy="CNY">{one.yuan}</Amt></TxAmt></AmtDtls>'
            f"<RtrInf><Rsn><Cd>{CODES['iso'][one.reason]}</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>"
        )
    yield "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
