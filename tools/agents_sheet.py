"""The example of `intake`: a month's applications from the agents of one branch, 25 of them faulty in different ways.

    python -m tools.agents_sheet     write examples/intake anew

The people are invented (as those of the training store); the same seed makes the same sheet. tests/batch takes it in.
"""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import xlsxwriter

from ops_console import rooms
from ops_console.base.i18n import _, use_language
from ops_console.catalog.load import shipped
from ops_console.catalog.model import Catalog
from ops_console.desk.forms import fields_of
from ops_console.rooms.counter.keying import Keyed
from ops_console.rooms.counter.reception import Received
from ops_console.rules import identity
from ops_console.training.demo import agents_of
from ops_console.training.market import Market
from ops_console.training.people import People
from ops_console.training.sales import KINDS, Period
from ops_console.training.script import sold

FOLDER = Path(__file__).parent.parent / "examples" / "intake"
SHEET, GBK_SHEET, CORRECTED, PAGE = "agents_2026-11.xlsx", "agents_2026-11.csv", "corrected_2026-11.csv", "README.md"
SEED = "agents 2026-11"
BRANCH = 101
ROWS = 300
IN_GBK = 40
"""Rows of the csv: other people, none faulty."""
FIRST, LAST = date(2026, 9, 1), date(2026, 11, 20)
FORMS = (Received, Keyed)
LEFT_OUT = {
    "applicant_document_kind",
    "applicant_sex",
    "applicant_birth",
    "applicant_language",
    "insured_document_kind",
}
LEFT_OUT |= {"insured_sex", "insured_birth", "channel"}
"""Columns nobody fills in whose customers have resident identity cards."""
Row = dict[str, str]


@dataclass(frozen=True)
class Fault:
    """One way to fill in a form wrongly: the column that is told, what was done, and how."""

    column: str
    told: str
    spoil: Callable[[Row], Row]


def _with(**changed: str) -> Callable[[Row], Row]:
    return lambda row: row | changed


def _other_check_digit(row: Row) -> Row:
    number = row["applicant_document"]
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    return row | {"applicant_document": wrong}


def _child(row: Row) -> Row:
    document = identity.make(310101, date(2014, 5, 6), "female", 27)
    return row | {"applicant_document": document}


def _of_age(born: date) -> Callable[[Row], Row]:
    return lambda row: row | {"applicant_document": identity.make(310101, born, "male", 33)}


FAULTS: Mapping[int, Fault] = {
    9: Fault("applicant_document", "wrong check digit", _other_check_digit),
    21: Fault("applicant_document", "29 February of a common year", _with(applicant_document="310101199902291234")),
    34: Fault(
        "applicant_document",
        "a digit missing",
        lambda row: row | {"applicant_document": row["applicant_document"][:-1]},
    ),
    47: Fault("product", "a product that is not sold", _with(product="WL99")),
    55: Fault("agent", "an agent nobody knows", _with(agent="101-99")),
    63: Fault("applicant_name", "no name", _with(applicant_name="")),
    78: Fault("applicant_name", "a name over the field's limit", _with(applicant_name="欧阳" * 40)),
    84: Fault("applicant_phone", "no telephone", _with(applicant_phone="")),
    97: Fault("applicant_address", "no address", _with(applicant_address="")),
    103: Fault("papers", "a paper that does not exist", _with(papers="application_form,horoscope")),
    118: Fault("sum_assured", "no sum", _with(sum_assured="")),
    126: Fault("sum_assured", "a negative sum", _with(sum_assured="-100000")),
    138: Fault(
        "sum_assured",
        "below the least sum",
        _with(sum_assured="10000"),
    ),
    145: Fault("sum_assured", "a sum in words", _with(sum_assured="拾万元整")),
    152: Fault("pay_years", "a premium term that is not offered", _with(pay_years="7")),
    167: Fault(
        "cover_years",
        "a cover term that is not offered",
        _with(cover_years="13"),
    ),
    171: Fault("months", "paid every five months", _with(months="5")),
    188: Fault("beneficiaries", "shares that don't make 100 per cent", _with(beneficiaries="")),
    199: Fault("beneficiaries", "no document number", _with(beneficiaries="王丽//spouse/1/")),
    205: Fault("income", "no income", _with(income="")),
    214: Fault("occupation", "an occupation that is not in the table", _with(occupation="astronaut")),
    227: Fault("height_cm", "height in metres", _with(height_cm="1.75")),
    238: Fault("smoker", "neither yes nor no", _with(smoker="sometimes")),
    251: Fault("form_no", "the number of another row's form", _with()),
    277: Fault("", "an applicant of twelve years", _child),
}
"""By line of the sheet."""


def rows_of(catalog: Catalog, count: int, seed: str) -> list[Row]:
    """So many good rows, one a person."""
    random = Random(f"{SEED} {seed}")  # noqa: S311 - invented people
    market = Market(catalog, agents_of(catalog), Period(catalog, FIRST, LAST), People(random), random)
    found = []
    for no in range(1, count + 1):
        sale = market.sale(no, KINDS[random.randrange(len(KINDS))], BRANCH)
        acts = {act.name: act.keyed() for act in sold(sale, catalog) if act.name in ("receive", "key")}
        values = {**acts["key"], **acts["receive"], "form_no": f"AG{seed}{no:05d}"}
        found.append({name: _typed(value) for name, value in values.items()})
    return found


def _typed(value: Any) -> str:
    """As an agent would type it; money is kept in fen."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def in_yuan(row: Row) -> Row:
    return row | {name: str(int(row[name]) // 100) for name in ("sum_assured", "income")}


def columns() -> dict[str, str]:
    """Field → its Chinese header."""
    with use_language("zh"):
        return {spec.name: _(spec.label) for form in FORMS for spec in fields_of(form) if spec.name not in LEFT_OUT}


def spoiled(rows: list[Row]) -> list[Row]:
    """The rows with the faults in their lines."""
    found = []
    for line, row in enumerate(rows, 2):
        fault = FAULTS.get(line)
        bad = fault.spoil(dict(row)) if fault else row
        if line == 188:
            name, document, *_rest = rows[line - 2]["beneficiaries"].split("/")
            bad = row | {"beneficiaries": f"{name}/{document}/spouse/1/60"}
        if line == 251:
            bad = row | {"form_no": rows[0]["form_no"]}
        found.append(bad)
    return found


def write() -> None:
    rooms.load()
    catalog = shipped()
    heads = columns()
    good = [in_yuan(row) for row in rows_of(catalog, ROWS, "26")]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(FOLDER / SHEET), {"strings_to_numbers": False}) as book:
        book.set_properties({"created": date(2026, 11, 20)})
        page = book.add_worksheet("2026-11")
        page.set_column(0, len(heads), 16)
        for line, row in enumerate([heads, *spoiled(good)]):
            for place, name in enumerate(heads):
                page.write_string(line, place, row.get(name, ""))
    _csv(FOLDER / CORRECTED, heads, [good[line - 2] for line in FAULTS], "utf-8-sig")
    _csv(FOLDER / GBK_SHEET, heads, [in_yuan(row) for row in rows_of(catalog, IN_GBK, "27")], "gbk")
    (FOLDER / PAGE).write_text(_page(heads), encoding="utf-8")


def _csv(path: Path, heads: Row, rows: list[Row], encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([row.get(name, "") for name in heads] for row in [heads, *rows])


def _page(heads: Row) -> str:
    faults = "\n".join(f"| {line} | {fault.column or '–'} | {fault.told} |" for line, fault in FAULTS.items())
    names = "\n".join(f"| {label} | {name} |" for name, label in heads.items())
    return f"""# A month's sheet from the agents

`{SHEET}`: {ROWS} applications from the agents of Shanghai, {len(FAULTS)} of them faulty, each in another way.
`{CORRECTED}`: the faulty rows as they should have been. `{GBK_SHEET}`: {IN_GBK} more, as a csv in GBK.
Everybody in them is invented. Made by `python -m tools.agents_sheet`.

```console
$ ops-console --as counter intake examples/intake/{SHEET} --faults faults.xlsx
$ ops-console --as counter intake examples/intake/{SHEET}
$ ops-console --as counter intake examples/intake/{CORRECTED}
$ ops-console --as counter intake examples/intake/{GBK_SHEET}
```

The first takes in {ROWS - len(FAULTS)}, names what is wrong in the others (exit code 5),
and writes them to `faults.xlsx` to be mended; the second takes in nothing, the third exactly the {len(FAULTS)}.

| line | field | what is wrong |
|---|---|---|
{faults}

| column | field |
|---|---|
{names}
"""


if __name__ == "__main__":
    write()
