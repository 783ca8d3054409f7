"""Files of the bank with something wrong in each, and what has to be said of it, written by hand.

``python -m tests.support.bad_bank_files`` makes examples/bank anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.support.bank_files import (
    ANSWERS,
    BANKS,
    ISO_BANK,
    bar,
    entry,
    fixed,
    notification,
    per_status,
    statement,
    status,
    status_lines,
    transaction,
    xml,
)

EXAMPLES = Path(__file__).parents[2] / "examples" / "bank"
Told = tuple[int | None, str, str]
"""Line of the file, or number of the line in it; field; message."""

CUT_OFF = "the last record is not the one that closes a file: it was cut off"
DAY = "a day written yyyymmdd"
YUAN = "yuan with two decimals, like 1234.50"
REFERENCE = "1 to 35 letters, digits, / and -"
NOT_SCHEMA = "not as pain.002.001.03 has it: "
STATUSES = "{'ACTC', 'RJCT', 'PDNG', 'ACCP', 'ACSP', 'ACSC', 'ACWC'}"
SUM = "the lines come to 1,735.54"
BOMB = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in ("ab", "bc", "cd", "de", "ef", "fg"))


@dataclass(frozen=True)
class Bad:
    """``refused``: the faults of the file; empty where it is taken, with ``faulty`` lines among ``lines`` of them."""

    name: str
    profile: str
    what: str
    data: bytes
    refused: tuple[Told, ...] = ()
    faulty: tuple[Told, ...] = ()
    lines: int = 0


def _changed(data: bytes, old: str, new: str, encoding: str = "gbk") -> bytes:
    before, after = old.encode(encoding), new.encode(encoding)
    assert data.count(before) >= 1, old
    return data.replace(before, after, 1)


def _without_line(data: bytes, number: int) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(lines[: number - 1] + lines[number:])


def all_files() -> list[Bad]:
    return [
        *_bar_files(),
        *_bar_lines(),
        *_fixed(),
        *_xml_files(),
        *_status(),
        *_movements(),
        *_too_much(),
        *_for_the_room(),
    ]


def _bar_files() -> Iterator[Bad]:
    good, lines = bar(), bar().splitlines(keepends=True)
    yield Bad(
        "bar-empty.txt",
        "bar",
        "nothing in it",
        b"",
        (
            (None, "file", "the file is empty"),
            (None, "file", CUT_OFF),
        ),
    )
    yield Bad("bar-cut-in-trailer.txt", "bar", "its last three digits are missing", good[:-6], ((5, "total", SUM),))
    yield Bad(
        "bar-without-trailer.txt",
        "bar",
        "cut off behind a line",
        b"".join(lines[:-1]),
        (
            (4, "record", "has 9 columns; 3 are wanted"),
            (4, "file", CUT_OFF),
            (1, "count", "the lines come to 2"),
            (1, "total", "the lines come to 1,734.56"),
        ),
    )
    yield Bad(
        "bar-cut-in-line.txt",
        "bar",
        "cut off inside a line",
        b"".join(lines[:2]) + lines[2][:20],
        (
            (3, "mark", "T is wanted, not D"),
            (3, "file", CUT_OFF),
            (1, "count", "the lines come to 1"),
            (1, "total", "the lines come to 1,234.56"),
        ),
    )
    yield Bad(
        "bar-line-missing.txt",
        "bar",
        "a line less than its head says",
        _without_line(good, 3),
        (
            (1, "count", "the lines come to 2"),
            (1, "total", "the lines come to 1,235.54"),
            (4, "count", "the lines come to 2"),
            (4, "total", "the lines come to 1,235.54"),
        ),
    )
    yield Bad(
        "bar-total-off-by-a-fen.txt",
        "bar",
        "head and end disagree with the lines by a fen",
        good.replace(b"1735.54", b"1735.55"),
        ((1, "total", SUM), (5, "total", SUM)),
    )
    yield Bad(
        "bar-end-disagrees.txt",
        "bar",
        "the head is right, the end is not",
        _changed(good, "T|3|", "T|4|"),
        ((5, "count", "the lines come to 3"),),
    )
    yield Bad(
        "bar-other-bank.txt",
        "bar",
        "of a bank we don't work with",
        bar(bank="999999999999"),
        ((1, "bank", f"not one of ours: {_numbers()}"),),
    )
    yield Bad(
        "bar-other-account.txt",
        "bar",
        "of an account that isn't ours",
        bar(account="6222000000000000"),
        ((1, "account", f"not one of ours: {_accounts()}"),),
    )
    yield Bad(
        "bar-utf8.txt",
        "bar",
        "in UTF-8",
        good.decode("gbk").encode(),
        ((None, "file", "the file is in UTF-8; GBK is wanted"),),
    )
    yield Bad(
        "bar-utf16.txt",
        "bar",
        "in UTF-16",
        good.decode("gbk").encode("utf-16"),
        ((1, "file", "bytes that are no text"),),
    )
    yield Bad(
        "bar-broken-byte.txt",
        "bar",
        "a byte that is no GBK",
        good.replace("李芳".encode("gbk"), b"\xff\xff"),
        ((3, "file", "not in GBK"),),
    )
    yield Bad(
        "bar-nul.txt",
        "bar",
        "a zero byte",
        good.replace("李芳".encode("gbk"), b"\0"),
        ((3, "file", "bytes that are no text"),),
    )
    yield Bad(
        "bar-bar-in-name.txt",
        "bar",
        "a bar inside a name",
        _changed(good, "李芳", "李|芳"),
        ((3, "record", "has 10 columns; 9 are wanted"),),
    )
    yield Bad(
        "bar-without-header.txt",
        "bar",
        "the head is missing",
        b"".join(lines[1:]),
        (
            (1, "record", "has 9 columns; 8 are wanted"),
            (4, "count", "the lines come to 2"),
            (4, "total", "the lines come to 500.98"),
        ),
    )
    yield Bad(
        "bar-twice.txt",
        "bar",
        "the same file twice in one",
        good + good,
        (
            (5, "record", "has 3 columns; 9 are wanted"),
            (6, "record", "has 8 columns; 9 are wanted"),
            (1, "count", "the lines come to 8"),
            (10, "count", "the lines come to 8"),
        ),
    )
    yield Bad(
        "bar-empty-line.txt",
        "bar",
        "an empty line among the others",
        b"".join((*lines[:2], b"\r\n", *lines[2:])),
        ((3, "file", "an empty line"),),
    )
    yield Bad(
        "bar-endless-line.txt",
        "bar",
        "a line that does not end",
        lines[0] + b"D|1|" + b"9" * 10_000,
        ((2, "file", "a line of more than 8192 bytes"),),
    )
    yield Bad(
        "bar-is-xml.txt",
        "bar",
        "XML where text is wanted",
        status(),
        ((1, "file", "XML, but files of Text, columns apart by bars are text"),),
    )
    yield Bad(
        "bar-head-in-pieces.txt",
        "bar",
        "no account, no day, a count in words",
        lines[0].replace(BANKS["bar"][1].encode(), b"").replace(b"|20261123|3|", b"|2026-11-23|three|")
        + b"".join(lines[1:]),
        (
            (1, "account", "is missing"),
            (1, "created", DAY),
            (1, "count", "the lines come to 3"),
        ),
    )


def _numbers() -> str:
    return ", ".join(sorted([*(bank for bank, _account in BANKS.values()), ISO_BANK[0]]))


def _accounts() -> str:
    return ", ".join(sorted([*(account for _bank, account in BANKS.values()), ISO_BANK[1]]))


def _bar_lines() -> Iterator[Bad]:
    good = bar()
    yield Bad(
        "bar-amount-no-number.txt",
        "bar",
        "an amount that is none",
        _changed(good, "|500.00|", "|5OO.OO|"),
        faulty=((2, "amount", YUAN),),
        lines=3,
    )
    yield Bad(
        "bar-amount-in-three-decimals.txt",
        "bar",
        "a part of a fen",
        _changed(good, "|500.00|", "|500.001|"),
        faulty=((2, "amount", YUAN),),
        lines=3,
    )
    yield Bad(
        "bar-amount-negative.txt",
        "bar",
        "an amount below 0",
        _changed(good, "|500.00|", "|-500.00|"),
        faulty=((2, "amount", YUAN),),
        lines=3,
    )
    yield Bad(
        "bar-amount-zero.txt",
        "bar",
        "an amount of nothing",
        bar((ANSWERS[0], replace(ANSWERS[1], amount=0))),
        faulty=((2, "amount", "an amount is more than 0"),),
        lines=2,
    )
    yield Bad(
        "bar-references.txt",
        "bar",
        "references that are missing, too long, or none",
        bar([replace(ANSWERS[0], reference=one) for one in ("", "P" * 36, "P 1", "P1")]),
        faulty=((1, "reference", "is missing"), (2, "reference", REFERENCE), (3, "reference", REFERENCE)),
        lines=4,
    )
    yield Bad(
        "bar-day-status-code.txt",
        "bar",
        "a day there isn't and a status nobody knows",
        _changed(_changed(good, "|1|E0001|20261123|", "|7|E0001|20260231|"), "|1|E0002|", "|1||"),
        faulty=((2, "status", f"One of 0, 1, 2, 9 is wanted; day: {DAY}"),),
        lines=3,
    )


def _fixed() -> Iterator[Bad]:
    good, lines = fixed(), fixed().splitlines(keepends=True)
    yield Bad(
        "fixed-cut.dat",
        "fixed",
        "cut off inside the last line",
        good[:-10],
        (
            (5, "record", "has 18 bytes; 26 are wanted"),
            (5, "file", CUT_OFF),
        ),
    )
    yield Bad(
        "fixed-widths-in-characters.dat",
        "fixed",
        "names filled up by characters, not by bytes",
        good.replace("王小明".encode("gbk") + b" " * 34, "王小明".encode("gbk") + b" " * 37),
        ((2, "record", "has 122 bytes; 119 are wanted"),),
    )
    yield Bad(
        "fixed-mark.dat",
        "fixed",
        "a record of a kind there isn't",
        good.replace(b"\r\n2000000002", b"\r\n3000000002"),
        ((3, "mark", "20 is wanted, not 30"),),
    )
    yield Bad(
        "fixed-total.dat",
        "fixed",
        "the end is off by a fen",
        b"".join(lines[:-1]) + b"90000000030000000000173553",
        ((5, "total", SUM),),
    )
    yield Bad(
        "fixed-other-bank.dat",
        "fixed",
        "of a bank we don't work with",
        fixed(bank="999999999999"),
        ((1, "bank", f"not one of ours: {_numbers()}"),),
    )
    yield Bad(
        "fixed-day-and-amount.dat",
        "fixed",
        "a day there isn't, an amount with a point",
        good.replace(b"20261123", b"20261131")
        .replace(b"20261131", b"20261123", 1)
        .replace(b"0000000000000098", b"0000000000000.98"),
        faulty=((1, "day", DAY), (2, "day", DAY), (3, "amount", f"whole fen, like 123450; day: {DAY}")),
        lines=3,
    )


def _xml_files() -> Iterator[Bad]:
    good = status()
    head, body = good.split(b"?>\n", 1)
    head += b"?>\n"
    yield Bad(
        "status-cut.xml",
        "iso",
        "cut off inside a line",
        good[:-120],
        ((8, "file", "not well-formed XML: the file is cut off"),),
    )
    yield Bad(
        "status-bomb.xml",
        "iso",
        "entities that blow up to ten million characters",
        head
        + b'<!DOCTYPE Document [<!ENTITY a "ha">'
        + BOMB.encode()
        + b"]>\n"
        + body.replace("余额不足".encode(), b"&g;"),
        ((2, "file", "a DOCTYPE: a file of the bank has none, and nothing it refers to is read"),),
    )
    yield Bad(
        "status-outside-file.xml",
        "iso",
        "an entity that is a file of this machine",
        head
        + b'<!DOCTYPE Document [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n'
        + body.replace("余额不足".encode(), b"&a;"),
        ((2, "file", "a DOCTYPE: a file of the bank has none, and nothing it refers to is read"),),
    )
    yield Bad(
        "status-hidden-doctype.xml",
        "iso",
        "a DOCTYPE behind a comment",
        head + b"<!-- a bank's\ncomment -->\n<!doctype Document SYSTEM 'http://example.com/x.dtd'>\n" + body,
        ((4, "file", "a DOCTYPE: a file of the bank has none, and nothing it refers to is read"),),
    )
    yield Bad(
        "status-unknown-entity.xml",
        "iso",
        "an entity nobody declared",
        good.replace("余额不足".encode(), b"&g;"),
        ((7, "file", "not well-formed XML: Entity 'g' not defined"),),
    )
    yield Bad(
        "status-crossed.xml",
        "iso",
        "tags that cross each other",
        good.replace(b"</Cd></Rsn>", b"</Rsn></Cd>", 1),
        ((7, "file", "not well-formed XML: Opening and ending tag mismatch: Cd line 7 and Rsn"),),
    )
    yield Bad(
        "status-and-more.xml",
        "iso",
        "something behind its end",
        good + b"<more/>\n",
        ((11, "file", "not well-formed XML: Extra content at the end of the document"),),
    )
    yield Bad(
        "status-control.xml",
        "iso",
        "a control character in a name",
        good.replace("王小明".encode(), b"\x1b[2J", 1),
        ((6, "file", "not well-formed XML: PCDATA invalid Char value 27"),),
    )
    yield Bad(
        "status-gbk.xml",
        "iso",
        "in GBK, and says so",
        good.decode().replace("UTF-8", "GBK").encode("gbk"),
        ((1, "file", "the file says it is in GBK; UTF-8 is wanted"),),
    )
    yield Bad(
        "status-gbk-as-utf8.xml",
        "iso",
        "in GBK, and says it is in UTF-8",
        good.decode().encode("gbk"),
        ((6, "file", "not well-formed XML: Invalid bytes in character encoding"),),
    )
    yield Bad(
        "status-utf16.xml",
        "iso",
        "in UTF-16",
        good.decode().replace("UTF-8", "UTF-16").encode("utf-16"),
        ((1, "file", "the file is in UTF-16; UTF-8 is wanted"),),
    )
    known = "pain.002.001.03, pain.002.001.12, camt.054.001.02, camt.054.001.08, camt.053.001.02, camt.053.001.08"
    space = "urn:iso:std:iso:20022:tech:xsd:"
    yield Bad(
        "status-other-version.xml",
        "iso",
        "a version we have no schema of",
        good.replace(b"pain.002.001.03", b"pain.002.001.02"),
        ((2, "file", f"{space}pain.002.001.02 is no message we take; there are {known}"),),
    )
    yield Bad(
        "status-no-namespace.xml",
        "iso",
        "no word of which message it is",
        good.replace(f' xmlns="{space}pain.002.001.03"'.encode(), b""),
        ((2, "file", f"Document is no message we take; there are {known}"),),
    )
    yield Bad(
        "our-own.xml",
        "iso",
        "a collection file of ours, come back",
        good.replace(b"pain.002.001.03", b"pain.008.001.02"),
        ((2, "file", f"{space}pain.008.001.02 is no message we take; there are {known}"),),
    )
    yield Bad(
        "login-page.xml",
        "iso",
        "the bank's login page instead of its file",
        b"<html>\n<body>Please log in</body>\n</html>\n",
        ((1, "file", f"html is no message we take; there are {known}"),),
    )
    yield Bad("bar-as-xml.xml", "iso", "text where XML is wanted", bar(), ((1, "file", "no XML"),))
    yield Bad("empty.xml", "iso", "nothing in it", b"", ((1, "file", "the file is empty"),))


def _status() -> Iterator[Bad]:
    first, second, third = ANSWERS
    yield Bad(
        "status-against-schema.xml",
        "iso",
        "a status there isn't, and a reference too long",
        status([replace(first, status="DONE"), second, replace(third, reference="P" * 36)]),
        (
            (
                6,
                "TxSts",
                f"{NOT_SCHEMA}[facet 'enumeration'] The value 'DONE' is not an element of the set {STATUSES}.",
            ),
            (
                8,
                "OrgnlEndToEndId",
                f"{NOT_SCHEMA}[facet 'maxLength'] The value has a length of '36'; this exceeds the "
                "allowed maximum length of '35'.",
            ),
        ),
    )
    yield Bad(
        "status-out-of-order.xml",
        "iso",
        "elements in an order there isn't",
        status()
        .replace(b"<TxSts>ACSC</TxSts>", b"", 1)
        .replace(b"</OrgnlTxRef>", b"</OrgnlTxRef><TxSts>ACSC</TxSts>", 1),
        ((6, "TxSts", f"{NOT_SCHEMA}This element is not expected."),),
    )
    yield Bad(
        "status-counts.xml",
        "iso",
        "counts and sums by status that are not those of its lines",
        status(counts=per_status("RJCT", 3, "500.98") + per_status("ACSC", 1, "1234.57")),
        (
            (4, "DtldNbOfTxs", "the lines come to 2"),
            (4, "DtldCtrlSum", "the lines come to 1,234.56"),
        ),
    )
    yield Bad(
        "status-more-than-sent.xml",
        "iso",
        "more lines than the file it answers had",
        status(group="<OrgnlNbOfTxs>2</OrgnlNbOfTxs><OrgnlCtrlSum>1734.56</OrgnlCtrlSum>"),
        ((4, "OrgnlNbOfTxs", "the lines come to 3"),),
    )
    yield Bad(
        "status-other-sum.xml",
        "iso",
        "all lines of a file, but another sum",
        status(group="<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>1735.55</OrgnlCtrlSum>"),
        ((4, "OrgnlCtrlSum", SUM),),
    )
    yield Bad(
        "status-contradicts-itself.xml",
        "iso",
        "rejected as a whole, and a line settled",
        status(group="<GrpSts>RJCT</GrpSts>"),
        ((6, "TxSts", "the whole file is RJCT, this line is not"),),
    )
    yield Bad(
        "status-other-bank.xml",
        "iso",
        "of a bank we don't work with",
        status(bank="999999999999"),
        ((3, "bank", f"not one of ours: {_numbers()}"),),
    )
    yield Bad(
        "status-lines.xml",
        "iso",
        "lines in dollars, of nothing, without a reference, with a part of a fen",
        status(ANSWERS)
        .replace(b'Ccy="CNY">1234.56', b'Ccy="USD">1234.56')
        .replace(b"500.00", b"0")
        .replace(b"<OrgnlEndToEndId>P0101000000000033/20261121</OrgnlEndToEndId>", b""),
        faulty=(
            (1, "amount", "in USD; CNY is wanted"),
            (2, "amount", "an amount is more than 0"),
            (3, "reference", "is missing"),
        ),
        lines=3,
    )
    part = (
        "<OrgnlPmtInfAndSts><OrgnlPmtInfId>K101-000001-F</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>"
    )
    yield Bad(
        "status-part-without-lines.xml",
        "iso",
        "a part rejected as a whole, its lines not named",
        xml([*list(status_lines(ANSWERS))[:-1], part, "</CstmrPmtStsRpt></Document>"]),
        faulty=((4, "PmtInfSts", "a part as a whole is RJCT: the bank has to name its lines"),),
        lines=4,
    )


def _movements() -> Iterator[Bad]:
    first, second = transaction("P1", "10.00"), transaction("P2", "20.00")
    summary = (
        "<TxsSummry><TtlNtries><NbOfNtries>3</NbOfNtries><Sum>30.00</Sum></TtlNtries>"
        "<TtlCdtNtries><NbOfNtries>2</NbOfNtries><Sum>29.99</Sum></TtlCdtNtries></TxsSummry>"
    )
    both = entry("10.00", "CRDT", first), entry("20.00", "CRDT", second)
    yield Bad(
        "notification-summary.xml",
        "iso",
        "its summary counts and sums otherwise",
        notification(*both, summary=summary),
        (
            (4, "TtlNtries/NbOfNtries", "the lines come to 2"),
            (4, "TtlCdtNtries/Sum", "the lines come to 30.00"),
        ),
    )
    yield Bad(
        "notification-batch.xml",
        "iso",
        "an entry its transactions don't come to",
        notification(entry("30.01", "CRDT", first, second, batch="3")),
        (
            (5, "Ntry/Amt", "the lines come to 30.00"),
            (5, "Btch/NbOfTxs", "the lines come to 2"),
        ),
    )
    yield Bad(
        "notification-other-account.xml",
        "iso",
        "of an account that isn't ours",
        notification(*both, account="6222000000000000"),
        ((4, "account", f"not one of ours: {_accounts()}"),),
    )
    ours = ISO_BANK[1]
    other = (
        f"<Ntfctn><Id>2</Id><CreDtTm>2026-11-23T20:15:00</CreDtTm><Acct><Id><Othr><Id>{BANKS['bar'][1]}</Id></Othr></Id>"
        "</Acct></Ntfctn>"
    )
    yield Bad(
        "notification-two-accounts.xml",
        "iso",
        "of two accounts at once",
        notification(*both, account=ours, more=other),
        ((7, "account", "a second account: a file speaks of one"),),
    )
    yield Bad(
        "statement-balance.xml",
        "iso",
        "a balance its entries don't lead to",
        statement(*both, entry("5.00", "DBIT"), opening="100.00", closing="130.00"),
        ((4, "Bal", "100.00 before and the entries booked come to 125.00"),),
    )
    yield Bad(
        "statement-is-no-statement.xml",
        "iso",
        "a notification that calls itself a statement",
        notification(*both).replace(b"camt.054.001.02", b"camt.053.001.02"),
        (
            (
                2,
                "BkToCstmrDbtCdtNtfctn",
                "not as camt.053.001.02 has it: This element is not expected. Expected is ( BkToCstmrStmt ).",
            ),
        ),
    )
    yield Bad(
        "notification-lines.xml",
        "iso",
        "movements in dollars and without amounts",
        notification(
            entry("10.00", "CRDT", first, ccy="USD"),
            entry("30.00", "CRDT", transaction("P1"), transaction("P2")),
            entry("7.00", "CRDT", ccy="USD"),
        ),
        faulty=((2, "amount", "is missing"), (3, "amount", "is missing"), (4, "amount", "in USD; CNY is wanted")),
        lines=4,
    )


def _too_much() -> Iterator[Bad]:
    """Amounts that no case could hold."""
    huge, most = replace(ANSWERS[0], amount=10**15), "10,000,000,000,000.00"
    yield Bad(
        "bar-huge-amount.txt", "bar", "an amount of sixteen digits", bar((huge, ANSWERS[1])),
        faulty=((1, "amount", f"less than {most} is wanted"),), lines=2,
    )  # fmt: skip
    yield Bad(
        "notification-huge-amount.xml",
        "iso",
        "an amount of eighteen digits",
        notification(
            entry("9999999999999999.99", "CRDT", transaction("P1", "9999999999999999.99")), entry("7.00", "CRDT")
        ),
        faulty=((1, "amount", f"less than {most} is wanted"),),
        lines=2,
    )


def _for_the_room() -> Iterator[Bad]:
    """Nothing to be seen in the file: what is wrong shows when its lines are matched with what was sent."""
    first, second, _third = ANSWERS
    yield Bad(
        "room-unknown-reference.txt",
        "bar",
        "a reference nobody sent",
        bar((first, replace(second, reference="P9999999999999990/20261120"))),
        lines=2,
    )
    yield Bad("room-repeated-reference.txt", "bar", "a line twice", bar((first, second, first)), lines=3)
    yield Bad(
        "room-off-by-a-fen.txt",
        "bar",
        "an amount, and the sums with it, off by a fen",
        bar((replace(first, amount=first.amount + 1), second)),
        lines=2,
    )
    yield Bad(
        "room-answered-otherwise.xml",
        "iso",
        "a line settled, and rejected",
        status((first, replace(first, status="RJCT", code="AM04"))),
        lines=2,
    )
    yield Bad(
        "room-other-file.dat", "fixed", "it answers a file we never wrote", fixed(original="K999-999999"), lines=3
    )
    yield Bad(
        "room-came-back-less-a-fee.xml",
        "iso",
        "a payment that came back, less what the bank kept",
        notification(entry("590.00", "CRDT", transaction("Y0101000000000012-1", "590.00", returned="AC04"))),
        lines=1,
    )
    yield Bad(
        "room-whole-of-no-file.xml",
        "iso",
        "a decision on the whole of a file nobody sent",
        status((), original="CICBC-0101-999999", group="<GrpSts>RJCT</GrpSts>"),
        lines=0,
    )
    yield Bad(
        "room-sum-of-a-file.xml",
        "iso",
        "a file of ours in one sum, no line named",
        notification(entry("1734.56", "CRDT")),
        lines=1,
    )
    yield Bad(
        "room-long-text.xml",
        "iso",
        "a text longer than a case has room for",
        notification(
            entry(
                "88.00",
                "CRDT",
                transaction("R" * 35, "88.00", text="房租").replace(
                    "<RmtInf><Ustrd>房租</Ustrd></RmtInf>", f"<AddtlTxInf>{'房租' * 250}</AddtlTxInf>"
                ),
            )
        ),
        lines=1,
    )
    yield Bad(
        "room-returned-unknown.xml",
        "iso",
        "a return of what was never collected",
        notification(entry("10.00", "DBIT", transaction("P9999999999999990/20261120", "10.00", returned="AC04"))),
        lines=1,
    )


def _newer(data: bytes) -> bytes:
    """A camt of version 02 in the words of version 08."""
    for old, new in (
        (".001.02", ".001.08"),
        ("<Sts>BOOK</Sts>", "<Sts><Cd>BOOK</Cd></Sts>"),
        ("<Sts>PDNG</Sts>", "<Sts><Cd>PDNG</Cd></Sts>"),
        ("<Dbtr><Nm>王小明</Nm></Dbtr>", "<Dbtr><Pty><Nm>王小明</Nm></Pty></Dbtr>"),
    ):
        data = data.replace(old.encode(), new.encode())
    return data


def good_files() -> dict[str, tuple[str, bytes]]:
    """Name → profile and content."""
    first, second, third = ANSWERS
    back = transaction(first.reference, first.yuan, returned="AM04")
    files = {
        "bar.txt": ("bar", bar()),
        "fixed.dat": ("fixed", fixed()),
        "status.xml": ("iso", status(counts=per_status("RJCT", 2, "500.98"))),
        "status-12.xml": ("iso", status(version="12")),
        "status-only-rejected.xml": (
            "iso",
            status((second, third), counts=per_status("ACSC", 1) + per_status("RJCT", 2)),
        ),
        "status-whole.xml": ("iso", status((), group="<GrpSts>ACSC</GrpSts>")),
        "notification.xml": (
            "iso",
            notification(
                entry(
                    "1734.56",
                    "CRDT",
                    transaction(first.reference, first.yuan),
                    transaction(second.reference, second.yuan),
                    batch="2",
                ),
                entry("1234.56", "DBIT", back),
                entry("88.00", "CRDT", info="现金存入"),
                entry("9.00", "CRDT", transaction("NOTPROVIDED"), status="PDNG"),
            ),
        ),
        "statement.xml": (
            "iso",
            statement(
                entry("1234.56", "CRDT", transaction(first.reference)),
                entry("1234.56", "DBIT", back),
                entry("3.00", "DBIT", info="手续费"),
                opening="1000.00",
                closing="997.00",
            ),
        ),
    }
    newer = {f"{name}-08.xml": ("iso", _newer(files[f"{name}.xml"][1])) for name in ("notification", "statement")}
    return files | newer


def manifest(files: list[Bad]) -> str:
    """What each file is, and what has to be said of it, as TOML."""
    parts = [
        "# Files of the bank with something wrong in each. Made by tests/support/bad_bank_files.py: change it there.\n"
    ]
    for one in files:
        told = [f'name = "{one.name}"', f'profile = "{one.profile}"', f'what = "{one.what}"']
        for field, faults in (("refused", one.refused), ("faulty", one.faulty)):
            if faults:
                told.append(f"{field} = [")
                told += [f'  [{line or 0}, "{where}", "{message}"],' for line, where, message in faults]
                told.append("]")
        if not one.refused:
            told.append(f"lines = {one.lines}")
        parts.append("[[file]]\n" + "\n".join(told) + "\n")
    return "\n".join(parts)


def main() -> None:
    files = all_files()
    for folder in ("bad", "good"):
        (EXAMPLES / folder).mkdir(parents=True, exist_ok=True)
    for one in files:
        (EXAMPLES / "bad" / one.name).write_bytes(one.data)
    for name, (_profile, data) in good_files().items():
        (EXAMPLES / "good" / name).write_bytes(data)
    (EXAMPLES / "bad" / "manifest.toml").write_text(manifest(files), "utf-8")


if __name__ == "__main__":
    main()
