"""The members of a group from a sheet, on the command line: all of them, or none and every fault by row and column."""

from pathlib import Path

import pytest

from ops_console.base.i18n import _, use_language
from ops_console.rooms.member_lines import COLUMNS
from tests.cli.conftest import Run
from tests.support.company import Company
from tests.support.groups import EMPLOYER, EMPLOYER_ACCOUNT, MEMBERS, SUN, WU, ZHANG, ZHAO, group_policy, group_received
from tests.support.policies import request

KEYED = (
    "--set",
    f"applicant_document={EMPLOYER}",
    "--set",
    "members_consent=yes",
    "--set",
    f"account_no={EMPLOYER_ACCOUNT}",
)
HEAD = "name,document,sex,birth,occupation,sum"
ROWS = [line.replace("/", ",") for line in MEMBERS]


def sheet(folder: Path, *lines: str, encoding: str = "utf-8") -> str:
    path = folder / "members.csv"
    path.write_bytes("\n".join(lines).encode(encoding))
    return str(path)


def test_a_sheet_is_checked_and_then_keyed(run: Run, company: Company, tmp_path: Path) -> None:
    number, login = group_received(company), ("--as", "counter-head_office-1-101")
    with use_language("zh"):
        file = sheet(tmp_path, ",".join(_(label) for label in COLUMNS.values()), *ROWS, encoding="gbk")
    assert run("members", file, "--case", number, "--dry-run", *KEYED, *login).code == 0
    assert company.case(number).state == "keying"
    done = run("members", file, "--case", number, *KEYED, *login)
    assert "3 members, accepted by rule. First premium: 2,607.24." in done.err
    assert company.case(number).state == "accepted"


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (
            [
                HEAD,
                ROWS[0],
                f"吴芳,{WU},男,,doctor,100000",
                f"赵强,{ZHAO[:-1]}1,,,clown,3O0000",
                f"张伟,{ZHANG},,,office,100000",
            ],
            {(3, "document"), (4, "document"), (4, "occupation"), (4, "sum"), (5, "document")},
        ),
        ([HEAD, *ROWS, f"孙/丽,{SUN},,1995/13/30,office,100000"], {(5, "name"), (5, "birth")}),
        (["name,document,occupation,salary", "张伟,1,office,1"], {(1, "salary"), (1, "sum")}),
        ([HEAD], {(None, ""), (None, "members")}),
    ],
)
def test_faults_are_told_by_row_and_column_and_nothing_is_kept(
    run: Run, company: Company, tmp_path: Path, lines: list[str], faults: set[tuple[int | None, str]]
) -> None:
    number, login = group_received(company), ("--as", "counter-head_office-1-101")
    done = run("members", sheet(tmp_path, *lines), "--case", number, "--json", *KEYED, *login)
    assert done.code == 5
    assert {(one["line"], one["field"]) for one in done.error["problems"]} == faults
    assert company.case(number).state == "keying"


def test_a_sheet_adds_members_to_a_policy(run: Run, company: Company, tmp_path: Path) -> None:
    policy = group_policy(company)
    number = request(company, policy, 47)
    company.clerk("preservation")
    file = sheet(tmp_path, HEAD, f"孙丽,{SUN},,,Office work,10万")
    login = ("--as", "preservation-clerk-1-101")
    assert run("members", file, "--case", number, "--set", "members_consent=yes", *login).code == 0
    assert company.case(number).state == "review"
    assert run("members", file, "--case", policy, *login).code == 2
    shown = run("show", "policy", policy, "--json", *login).data["policy"]
    assert [one["name"] for one in shown["members"]] == ["张伟", "吴芳", "赵强"]
