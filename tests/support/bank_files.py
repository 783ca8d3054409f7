"""Files as banks send them, written by hand here: what a test, a bad set or a benchmark lets come in.

Nothing here uses the code that writes or reads bank files.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DAY = date(2026, 11, 23)
CREATED = "2026-11-23T20:15:00+08:00"
ISO = "urn:iso:std:iso:20022:tech:xsd:"


@dataclass(frozen=True)
class Answer:
    """What the bank says of one line. `status` in ISO's words: ACSC, RJCT, PDNG; amounts in fen."""

    reference: str
    amount: int
    status: str = "ACSC"
    code: str = ""
    name: str = "王小明"
    text: str = ""

    @property
    def yuan(self) -> str:
        return f"{self.amount // 100}.{self.amount % 100:02d}"


ANSWERS = (
    Answer("P0101000000000017/20261120", 123456),
    Answer("P0101000000000025/20261120", 50000, "RJCT", "AM04", "李芳", "余额不足"),
    Answer("P0101000000000033/20261121", 98, "RJCT", "AC04", "欧阳·娜"),
)
BANKS = {"bar": ("105290000002", "31050100000000000013"), "fixed": ("103290000003", "03300000000000019")}
ISO_BANK = ("102290000001", "1001200000000000017")
_BAR = {"ACSC": "0", "RJCT": "1", "RTRN": "2", "PDNG": "9"}
_FIXED = {"ACSC": "00", "RJCT": "01", "RTRN": "02", "PDNG": "99"}
_BAR_CODES = {"AM04": "E0001", "AC04": "E0002", "MD01": "E0003", "": ""}
_FIXED_CODES = {"AM04": "1001", "AC04": "1002", "MD01": "1003", "": ""}


def bar_lines(
    answers: Iterable[Answer],
    count: int,
    total: int,
    *,
    original: str = "K101-000001",
    bank: str = BANKS["bar"][0],
    account: str = BANKS["bar"][1],
) -> Iterator[str]:
    """A result of profile `bar`, a line each."""
    sums = f"{count}|{total // 100}.{total % 100:02d}"
    yield f"H|R{original}|{original}|{bank}|{account}|{DAY:%Y%m%d}|{sums}"
    for no, one in enumerate(answers, 1):
        code = _BAR_CODES[one.code]
        yield f"D|{no}|{one.reference}|{one.name}|{one.yuan}|{_BAR[one.status]}|{code}|{DAY:%Y%m%d}|{one.text}"
    yield f"T|{sums}"


def fixed_lines(
    answers: Iterable[Answer],
    count: int,
    total: int,
    *,
    original: str = "K101-000001",
    bank: str = BANKS["fixed"][0],
    account: str = BANKS["fixed"][1],
) -> Iterator[str]:
    """A result of profile `fixed`, a line each; widths are bytes of GBK."""
    sums = f"{count:08d}{total:016d}"
    yield f"10{original:35}{bank:12}{account:34}{DAY:%Y%m%d}{sums}"
    for no, one in enumerate(answers, 1):
        name = one.name + " " * (40 - len(one.name.encode("gbk")))
        yield (
            f"20{no:08d}{one.reference:35}{one.amount:016d}{_FIXED[one.status]:2}"
            f"{_FIXED_CODES[one.code]:8}{DAY:%Y%m%d}{name}"
        )
    yield f"90{sums}"


def text_file(lines: Iterable[str], encoding: str = "gbk") -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def bar(answers: Sequence[Answer] = ANSWERS, **head: str) -> bytes:
    return text_file(bar_lines(answers, len(answers), sum(one.amount for one in answers), **head))


def fixed(answers: Sequence[Answer] = ANSWERS, **head: str) -> bytes:
    return text_file(fixed_lines(answers, len(answers), sum(one.amount for one in answers), **head))


def status_lines(
    answers: Iterable[Answer],
    *,
    original: str = "K101-000001",
    group: str = "",
    counts: str = "",
    bank: str = ISO_BANK[0],
    version: str = "03",
) -> Iterator[str]:
    """A pain.002 with a line for each answer. `group`, `counts`: what stands in the group besides its names."""
    pty, end = ("<Pty>", "</Pty>") if version == "12" else ("", "")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{ISO}pain.002.001.{version}"><CstmrPmtStsRpt>'
    yield (
        f"<GrpHdr><MsgId>S{original}</MsgId><CreDtTm>{CREATED}</CreDtTm><CdtrAgt><FinInstnId><ClrSysMmbId>"
        f"<MmbId>{bank}</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt></GrpHdr>"
    )
    yield (
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{original}</OrgnlMsgId><OrgnlMsgNmId>pain.008.001.02</OrgnlMsgNmId>"
        f"{group}{counts}</OrgnlGrpInfAndSts>"
    )
    started = False
    for one in answers:
        if not started:
            yield f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>{original}-R</OrgnlPmtInfId>"
            started = True
        extra = f"<AddtlInf>{one.text}</AddtlInf>" if one.text else ""
        reason = f"<StsRsnInf><Rsn><Cd>{one.code}</Cd></Rsn>{extra}</StsRsnInf>" if one.code else ""
        yield (
            f"<TxInfAndSts><OrgnlEndToEndId>{one.reference}</OrgnlEndToEndId><TxSts>{one.status}</TxSts>{reason}"
            f'<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">{one.yuan}</InstdAmt></Amt>'
            f"<Dbtr>{pty}<Nm>{one.name}</Nm>{end}</Dbtr></OrgnlTxRef></TxInfAndSts>"
        )
    if started:
        yield "</OrgnlPmtInfAndSts>"
    yield "</CstmrPmtStsRpt></Document>"


def xml(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def status(answers: Iterable[Answer] = ANSWERS, **other: str) -> bytes:
    return xml(status_lines(answers, **other))


def per_status(status: str, count: int, total: str = "") -> str:
    """What a group tells of its lines of one status."""
    told = f"<DtldCtrlSum>{total}</DtldCtrlSum>" if total else ""
    return f"<NbOfTxsPerSts><DtldNbOfTxs>{count}</DtldNbOfTxs><DtldSts>{status}</DtldSts>{told}</NbOfTxsPerSts>"


def transaction(reference: str, amount: str = "", *, name: str = "王小明", returned: str = "", text: str = "") -> str:
    """One transaction of an entry, `amount` in yuan."""
    told = f'<AmtDtls><TxAmt><Amt Ccy="CNY">{amount}</Amt></TxAmt></AmtDtls>' if amount else ""
    remark = f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf>" if text else ""
    back = f"<RtrInf><Rsn><Cd>{returned}</Cd></Rsn></RtrInf>" if returned else ""
    return (
        f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{told}"
        f"<RltdPties><Dbtr><Nm>{name}</Nm></Dbtr></RltdPties>{remark}{back}</TxDtls>"
    )


def entry(
    amount: str, side: str, *transactions: str, status: str = "BOOK", batch: str = "", info: str = "", ccy: str = "CNY"
) -> str:
    """One entry, `amount` in yuan, `side` CRDT or DBIT."""
    told = f"<Btch><NbOfTxs>{batch}</NbOfTxs></Btch>" if batch else ""
    details = f"<NtryDtls>{told}{''.join(transactions)}</NtryDtls>" if transactions else ""
    remark = f"<AddtlNtryInf>{info}</AddtlNtryInf>" if info else ""
    return (
        f'<Ntry><Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>{DAY.isoformat()}</Dt></BookgDt><BkTxCd><Prtry><Cd>DD</Cd></Prtry></BkTxCd>{details}{remark}</Ntry>"
    )


def notification(*entries: str, summary: str = "", account: str = ISO_BANK[1], more: str = "") -> bytes:
    """A camt.054 of one account; `more` comes behind it."""
    return xml(_movements("camt.054.001.02", "BkToCstmrDbtCdtNtfctn", "Ntfctn", entries, summary, account, more))


def statement(*entries: str, opening: str, closing: str, summary: str = "", account: str = ISO_BANK[1]) -> bytes:
    """A camt.053 of one account with its balances before and after, in yuan."""
    balances = "".join(
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>'
        f"<Dt><Dt>{DAY.isoformat()}</Dt></Dt></Bal>"
        for code, amount in (("OPBD", opening), ("CLBD", closing))
    )
    return xml(_movements("camt.053.001.02", "BkToCstmrStmt", "Stmt", entries, balances + summary, account, ""))


def _movements(
    message: str, root: str, part: str, entries: Iterable[str], before: str, account: str, more: str
) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<Document xmlns="{ISO}{message}"><{root}>'
    yield f"<GrpHdr><MsgId>N20261123</MsgId><CreDtTm>{CREATED}</CreDtTm></GrpHdr>"
    yield f"<{part}><Id>1</Id><CreDtTm>{CREATED}</CreDtTm><Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>{before}"
    yield from entries
    yield f"</{part}>{more}"
    yield f"</{root}></Document>"


def many(count: int) -> Iterator[Answer]:
    """Answers without end, a tenth of them rejected: `count` of them come to ``many_total``."""
    for no in range(count):
        failed = no % 10 == 9
        yield Answer(f"P{no:012d}/20261120", 10000 + no % 7, *(("RJCT", "AM04") if failed else ("ACSC", "")))


def many_total(count: int) -> int:
    return 10000 * count + 21 * (count // 7) + sum(range(count % 7))


def write_large(path: Path, profile: str, count: int) -> None:
    """A result with so many lines, written as it is made: for benchmarks. `profile`: bar, fixed or iso."""
    lines = {
        "bar": lambda: bar_lines(many(count), count, many_total(count)),
        "fixed": lambda: fixed_lines(many(count), count, many_total(count)),
        "iso": lambda: status_lines(many(count)),
    }[profile]()
    end = "\n" if profile == "iso" else "\r\n"
    with path.open("w", encoding="utf-8" if profile == "iso" else "gbk", newline="") as file:
        file.writelines(f"{line}{end}" for line in lines)
