"""Files to the bank: valid by the official schemas, whole or not at all, and nothing in a name breaks them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ops_console.base.money import Fen
from ops_console.base.problems import InputErrors, UsageError
from ops_console.catalog.load import shipped
from ops_console.catalog.model_bank import FileKind
from ops_console.exchange.bank.model import Collection, Kind, Line, Outgoing, Party, Payment
from ops_console.exchange.bank.outgoing import export, file_name, write
from ops_console.exchange.bank.schemas import FOLDER, known

PROFILES = shipped().banking.profiles
OURS = Party("示例人寿保险股份有限公司", "1001200000000000017", "102290000001")
ON = date(2026, 11, 23)
FIRST = Collection("P1/20261120", Fen(123456), "6222021234567890", "王小明", "M1", date(2020, 2, 29), "FRST", "首期")
AGAIN = Collection("P2/20261120", Fen(50), "6222029999999999", "李芳", "M2", date(2021, 1, 1), "RCUR", "续期保费")
PAID = Payment("Y1", Fen(1), "6222021234567890", "王小明", "理赔")
SCHEMAS = {
    "collection": etree.XMLSchema(etree.parse(FOLDER / "pain.008.001.02.xsd")),
    "payout": etree.XMLSchema(etree.parse(FOLDER / "pain.001.001.03.xsd")),
}


def outgoing(lines: Sequence[Line], profile: str, kind: Kind = "collection", /, **other: Any) -> Outgoing:
    values: dict[str, Any] = {
        "message": "K101-000001",
        "created": datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        "on": ON,
        "ours": OURS,
        "count": len(lines),
        "total": Fen.total(line.amount for line in lines),
        "lines": iter(lines),
    }
    return Outgoing(kind, profile=profile, **(values | other))


def written(lines: Sequence[Line], profile: str, kind: Kind = "collection", **other: Any) -> bytes:
    file = BytesIO()
    told = write(file, outgoing(lines, profile, kind, **other), PROFILES[profile])
    assert told.size == len(file.getvalue())
    return file.getvalue()


def checked(data: bytes, kind: Kind) -> Any:
    tree = etree.fromstring(data)
    SCHEMAS[kind].assertValid(tree)
    return tree


def values(tree: Any, name: str) -> list[str]:
    return [one.text or "" for one in tree.iter(f"{{*}}{name}")]


def cells(data: bytes, profile: str, kind: Kind) -> Iterator[list[str]]:
    """The lines of a text file cut by hand: by the bar, or by bytes."""
    layout = PROFILES[profile].layouts[FileKind(kind)]
    records = data.split(b"\r\n")
    assert records.pop() == b""
    for record in records[1:-1]:
        if profile == "bar":
            yield record.decode("gbk").split("|")
        else:
            ends = [sum(column.width for column in layout.line[: place + 1]) for place in range(len(layout.line))]
            assert len(record) == ends[-1]
            starts = [0, *ends[:-1]]
            yield [record[start:end].decode("gbk").strip() for start, end in zip(starts, ends, strict=True)]


def test_collections_are_a_valid_pain_008_each_sequence_type_in_a_part_of_its_own() -> None:
    tree = checked(written([FIRST, AGAIN, AGAIN], "iso"), "collection")
    assert values(tree, "MsgId") == ["K101-000001"]
    assert (values(tree, "NbOfTxs"), values(tree, "CtrlSum")) == (["3"], ["1235.56"])
    assert values(tree, "PmtInfId") == ["K101-000001-F", "K101-000001-R"]
    assert [(values(part, "SeqTp"), values(part, "EndToEndId")) for part in tree.iter("{*}PmtInf")] == [
        (["FRST"], ["P1/20261120"]),
        (["RCUR"], ["P2/20261120", "P2/20261120"]),
    ]
    one = next(tree.iter("{*}DrctDbtTxInf"))
    amount = next(one.iter("{*}InstdAmt"))
    assert (amount.text, amount.get("Ccy")) == ("1234.56", "CNY")
    assert (values(one, "MndtId"), values(one, "DtOfSgntr")) == (["M1"], ["2020-02-29"])
    assert [values(account, "Id")[-1] for account in one.iter("{*}DbtrAcct")] == ["6222021234567890"]
    assert values(tree, "ReqdColltnDt") == ["2026-11-23", "2026-11-23"]
    assert not values(tree, "IBAN")


def test_payouts_are_a_valid_pain_001() -> None:
    tree = checked(written([PAID], "iso", "payout"), "payout")
    assert (values(tree, "CtrlSum"), values(tree, "InstdAmt"), values(tree, "EndToEndId")) == (
        ["0.01"],
        ["0.01"],
        ["Y1"],
    )
    assert values(tree, "ReqdExctnDt") == ["2026-11-23"]


def test_text_files_are_what_the_bank_wants_to_the_byte() -> None:
    assert written([FIRST, AGAIN], "bar").decode("gbk").split("\r\n") == [
        "H|K101-000001|102290000001|1001200000000000017|示例人寿保险股份有限公司|20261123|2|1235.06",
        "D|1|P1/20261120|6222021234567890|王小明|1234.56|M1|20200229|首期",
        "D|2|P2/20261120|6222029999999999|李芳|0.50|M2|20210101|续期保费",
        "T|2|1235.06",
        "",
    ]
    ours = "示例人寿保险股份有限公司" + " " * 36
    assert written([PAID], "fixed", "payout").decode("gbk").split("\r\n") == [
        f"10{'K101-000001':35}102290000001{OURS.account:34}{ours}20261123000000010000000000000001",
        f"2000000001{'Y1':35}{'6222021234567890':34}王小明{' ' * 34}0000000000000001理赔{' ' * 56}",
        "90000000010000000000000001",
        "",
    ]


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.text(
    "王|\n,\t<&\x00\u202e😀㐀ａ·", max_size=30
)
LINES = st.lists(
    st.builds(
        Collection,
        reference=st.from_regex(r"[A-Za-z0-9/-]{1,35}", fullmatch=True),
        amount=st.integers(1, 10**15 - 1).map(Fen),
        account=st.from_regex(r"[0-9]{8,34}", fullmatch=True),
        name=NAMES,
        mandate=st.from_regex(r"[A-Za-z0-9/-]{1,35}", fullmatch=True),
        signed_on=st.dates(date(1990, 1, 1), date(2100, 1, 1)),
        sequence=st.just("RCUR"),
        text=NAMES,
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40, deadline=None)
@given(LINES, NAMES)
def test_any_names_and_amounts_make_a_valid_file_with_every_line_in_its_place(
    lines: list[Collection], ours: str
) -> None:
    party = Party(ours, OURS.account, OURS.bank)
    total = Fen.total(line.amount for line in lines)
    if len(str(total)) <= 15:
        tree = checked(written(lines, "iso", ours=party), "collection")
        assert values(tree, "EndToEndId") == [line.reference for line in lines]
        assert values(tree, "InstdAmt") == [f"{line.amount // 100}.{line.amount % 100:02d}" for line in lines]
    for profile, where in (("bar", (2, 3, 5)), ("fixed", (2, 3, 5))):
        found = [
            [row[place] for place in where] for row in cells(written(lines, profile, ours=party), profile, "collection")
        ]
        amounts = [line.amount.yuan().replace(",", "") if profile == "bar" else f"{line.amount:016d}" for line in lines]
        assert found == [[line.reference, line.account, amount] for line, amount in zip(lines, amounts, strict=True)]


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("李\U00020bb7", "李?"),
        ("王小明😀", "王小明?"),
        ("王|小明", "王｜小明"),
        ("王\r\n小明", "王  小明"),
        ("王\u202e小明", "王?小明"),
        ("ＡＢ Ｃ", "ＡＢ Ｃ"),
        ("王小明\ufe00", "王小明"),
        ("ﬁona", "fiona"),
    ],
)
def test_a_name_the_bank_can_not_take_is_altered_visibly_and_told(name: str, sent: str) -> None:
    lines = [Payment("Y1", Fen(1), "6222021234567890", name, "")]
    file = BytesIO()
    told = write(file, outgoing(lines, "bar", "payout"), PROFILES["bar"])
    assert next(cells(file.getvalue(), "bar", "payout"))[4] == sent
    assert [(one.reference, one.field, one.given, one.sent) for one in told.altered] == (
        [] if sent == name else [("Y1", "name", name, sent)]
    )
    assert told.altered_count == len(told.altered)


def test_a_name_longer_than_its_column_is_cut_at_a_character_and_told() -> None:
    lines = [Payment("Y1", Fen(1), "6222021234567890", "x" + "王" * 30, "")]
    file = BytesIO()
    told = write(file, outgoing(lines, "fixed", "payout"), PROFILES["fixed"])
    assert [row[4] for row in cells(file.getvalue(), "fixed", "payout")] == ["x" + "王" * 19]
    assert told.altered[0].sent == "x" + "王" * 19


def test_what_a_bank_would_have_to_guess_does_not_go_out_and_no_file_is_left(tmp_path: Path) -> None:
    bad = [
        Collection("", Fen(0), "12", "王", "", date(2020, 1, 1), "RCUR", ""),
        Collection("P 1", Fen(5), "6222021234567890", "王", "M1", date(2020, 1, 1), "FRST", ""),
    ]
    with pytest.raises(InputErrors) as refused:
        export(tmp_path / "out.xml", outgoing(bad, "iso", message="K" * 31), PROFILES["iso"])
    assert [(one.line, one.field) for one in refused.value.problems] == [
        (None, "message"),
        (1, "reference"),
        (1, "amount"),
        (1, "account"),
        (1, "mandate"),
        (2, "reference"),
        (2, "sequence"),
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("profile", ["iso", "bar", "fixed"])
@pytest.mark.parametrize("wrong", [{"count": 2}, {"total": Fen(123455)}])
def test_lines_that_are_not_those_announced_leave_no_file(profile: str, wrong: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(InputErrors) as refused:
        export(tmp_path / "out", outgoing([FIRST], profile, **wrong), PROFILES[profile])
    assert [one.field for one in refused.value.problems] == ["total"]
    assert list(tmp_path.iterdir()) == []


class _FullDisk(Sequence[Line]):
    """Lines in the midst of which the disk is full."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, place: Any) -> Any:
        raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_nothing_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "out.xml"
    path.write_text("of yesterday")
    with pytest.raises(UsageError, match="No space left on device"):
        export(path, outgoing([], "iso", count=1, lines=_FullDisk()), PROFILES["iso"])
    assert [one.name for one in tmp_path.iterdir()] == ["out.xml"]
    assert path.read_text() == "of yesterday"
    with pytest.raises(UsageError):
        export(tmp_path / "nowhere" / "out.xml", outgoing([FIRST], "iso"), PROFILES["iso"])


def test_the_same_orders_make_the_same_file_and_its_digest_is_that_of_its_bytes(tmp_path: Path) -> None:
    from hashlib import sha256

    first = export(tmp_path / "a", outgoing([FIRST], "iso"), PROFILES["iso"])
    second = export(tmp_path / "b", outgoing([FIRST], "iso"), PROFILES["iso"])
    assert first == second
    assert first.digest == sha256((tmp_path / "a").read_bytes()).hexdigest()


def test_files_are_named_as_the_bank_wants_them() -> None:
    names = [file_name(PROFILES[code], "collection", "K101/1", "ICBC", ON) for code in ("iso", "bar", "fixed")]
    assert names == ["pain008-ICBC-K101-1.xml", "DK_ICBC_K101-1.txt", "ICBC20261123KK101-1.dat"]


def test_the_official_schemas_are_the_ones_we_check_with() -> None:
    assert known() == {
        "pain.001.001.03", "pain.002.001.03", "pain.002.001.12", "pain.008.001.02",
        "camt.053.001.02", "camt.053.001.08", "camt.054.001.02", "camt.054.001.08",
    }  # fmt: skip
