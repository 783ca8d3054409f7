"""A product added by one file, and its versions: what was sold stays as it was."""

import shutil
from pathlib import Path

import pytest

from ops_console.base.problems import InputErrors, Refused
from ops_console.catalog.load import SHIPPED_FOLDER
from ops_console.data.tables import Policy
from ops_console.desk.entry import Actor
from ops_console.rules.products.pricing import quote
from ops_console.rules.products.values import cash_values
from tests.support.company import Company
from tests.support.policies import position

WHOLE_LIFE = (SHIPPED_FOLDER / "products" / "WL20.toml").read_text("utf-8")
ON_SALE_SINCE = "valid_from = 2017-01-01"


def version(tmp_path: Path, valid_from: str, code: str = "WL20", interest: str = "0.0175") -> str:
    """The shipped whole life product of another day, with another interest, as a file."""
    text = WHOLE_LIFE.replace(ON_SALE_SINCE, f"valid_from = {valid_from}")
    text = text.replace("entry_ages = [0, 60]", "entry_ages = [0, 55]")
    # The interest of the cash value is 2 % more than that of the premium at most.
    text = text.replace('interest = "0.04"', 'interest = "0.0375"').replace(
        'interest = "0.02"', f'interest = "{interest}"'
    )
    path = tmp_path / f"{code}.toml"
    path.write_text(text, "utf-8")
    return str(path)


def loaded(company: Company, path: str) -> None:
    proposed = company.do("administration.propose_catalog", folder=path)
    company.do("administration.approve_catalog", proposed.number, actor=checker(company))


def checker(company: Company) -> Actor:
    return company.clerk("administrator", "head_office", no=2)


def problems(company: Company, path: str) -> list[tuple[str, str]]:
    with pytest.raises(InputErrors) as refused:
        company.do("administration.propose_catalog", folder=path)
    return [(one.field, one.message) for one in refused.value.problems]


def test_a_second_version_with_another_rate_is_for_new_policies_only(company: Company, tmp_path: Path) -> None:
    first = company.policy("WL20")
    worth = [worth_in_ten_years(company, first)]
    paid = position(company, first).terms.premium
    loaded(company, version(tmp_path, "2026-03-02"))
    second = company.policy("WL20")
    worth += [worth_in_ten_years(company, number) for number in (first, second)]
    assert worth[0] == worth[1] != worth[2]
    assert position(company, first).terms.premium == paid < position(company, second).terms.premium
    with company.store.read() as reader:
        assert [one.catalog_version for one in reader.find(Policy)] == [1, 2]


def worth_in_ten_years(company: Company, policy: str) -> int:
    """The cash value of a policy at the end of its tenth year."""
    found = position(company, policy)
    return cash_values(found.product.basis, found.sold_as(found.coverages[0]))[10]


def test_what_policies_were_sold_under_is_not_edited_under_the_same_day(company: Company, tmp_path: Path) -> None:
    company.issued("WL20")
    for day in ("2017-01-01", "2016-12-31"):
        [(field, message)] = problems(company, version(tmp_path, day))
        assert field == "product WL20.valid_from"
        assert "Policies were sold under the version of 2017-01-01" in message


def test_what_nobody_bought_yet_may_still_be_mended(company: Company, tmp_path: Path) -> None:
    loaded(company, version(tmp_path, "2017-01-01"))
    assert str(company.catalog.products["WL20"].basis.interest) == "7/400"


def test_a_version_sold_between_proposal_and_loading_is_not_edited_either(company: Company, tmp_path: Path) -> None:
    proposed = company.do("administration.propose_catalog", folder=version(tmp_path, "2017-01-01"))
    company.issued("WL20")
    with pytest.raises(InputErrors):
        company.do("administration.approve_catalog", proposed.number, actor=checker(company))
    company.do("administration.reject_catalog", proposed.number, reason="sold since")


def test_a_version_of_a_later_day_is_proposed_now_and_loaded_then(company: Company, tmp_path: Path) -> None:
    proposed = company.do("administration.propose_catalog", folder=version(tmp_path, "2026-03-03"))
    with pytest.raises(Refused) as refused:
        company.do("administration.approve_catalog", proposed.number, actor=checker(company))
    assert refused.value.code == "too_early"
    company.move_by(1)
    company.do("administration.approve_catalog", proposed.number, actor=checker(company))
    assert str(company.catalog.products["WL20"].basis.interest) == "7/400"


def test_the_rates_of_a_product_that_was_sold_are_not_edited(company: Company, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    rates = folder / "tables" / "cl2010_2013.csv"
    rates.write_text(rates.read_text("utf-8").replace("0.000797", "0.000798", 1), "utf-8")
    company.do("administration.propose_catalog", folder=str(folder))
    company.issued("WL20")
    assert problems(company, str(folder))[0][0] == "table cl2010_2013.valid_from"


def test_a_file_slacker_than_the_law_is_refused_by_line_and_article(company: Company, tmp_path: Path) -> None:
    with pytest.raises(InputErrors) as refused:
        company.do("administration.propose_catalog", folder=version(tmp_path, "2026-03-02", "LAX1", interest="0.025"))
    [problem] = refused.value.problems
    line = next(n for n, text in enumerate(WHOLE_LIFE.splitlines(), 1) if text.startswith("interest"))
    assert (problem.field, problem.line) == ("product LAX1.basis.interest", line)
    assert "Notice on pricing interest, September 2025" in problem.message


def test_who_was_told_a_price_gets_the_version_it_was_told_of(company: Company, tmp_path: Path) -> None:
    number = company.keyed("WL20")
    told = int(company.application(number).premium)
    loaded(company, version(tmp_path, "2026-03-02"))
    policy = company.delivered_and_paid(number)
    found = position(company, policy)
    assert (found.policy.catalog_version, int(found.terms.premium)) == (1, told)
    assert quote(found.product.basis, found.sold_as(found.coverages[0])).instalment == told


def test_what_was_declared_stays_and_a_new_rate_is_a_new_line(company: Company, tmp_path: Path) -> None:
    folder = tmp_path / "catalog"
    shutil.copytree(SHIPPED_FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    rates = folder / "accounts.toml"
    shipped = rates.read_text("utf-8")
    past, to_come = '"2025-12-01", rate = "0.0280"', '"2026-12-01", rate = "0.0265"'
    assert past in shipped
    assert to_come in shipped
    rates.write_text(shipped.replace(past, '"2025-12-01", rate = "0.0290"'), "utf-8")
    assert problems(company, str(folder)) == [
        ("declared UL10.crediting", "What was declared stays; a new rate is a new line")
    ]
    rates.write_text(shipped.replace(to_come, '"2026-12-01", rate = "0.0250"'), "utf-8")
    assert company.do("administration.propose_catalog", folder=str(folder)).messages == ["changed declared UL10"]
