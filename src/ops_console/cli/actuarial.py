"""The actuary's numbers of any mortality table, so that anybody can check what the console computes with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast, get_args

import typer

from ops_console.base.aligned import table
from ops_console.base.i18n import N_, _
from ops_console.base.problems import InputErrors, Problem, UsageError
from ops_console.cli.asking import yearly_rate
from ops_console.cli.output import answer, outline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ops_console.catalog.rates import Rates
    from ops_console.rules.actuary.figures import Contract, Premiums, YearEnd

WHOLE_LIFE, TERM, ENDOWMENT = "whole-life", "term", "endowment"
NAMES = {
    "whole_life_assurance": N_("whole life assurance"),
    "term_assurance": N_("term assurance"),
    "endowment_assurance": N_("endowment assurance"),
    "pure_endowment": N_("pure endowment"),
    "deferred_assurance": N_("deferred assurance"),
    "life_annuity_due": N_("life annuity"),
    "temporary_annuity_due": N_("temporary annuity"),
    "deferred_annuity_due": N_("deferred annuity"),
    "premium_annuity_due": N_("annuity of the premium years"),
    "life_annuity_due_mthly": N_("life annuity by parts of a year"),
    "temporary_annuity_due_mthly": N_("temporary annuity by parts of a year"),
    "deferred_annuity_due_mthly": N_("deferred annuity by parts of a year"),
}


def actuarial(
    name: str = typer.Option(
        ..., "--table", metavar="FILE|NAME", help=N_("CSV with age and rates (or lx), or a catalog table such as cl1.")
    ),
    age: int = typer.Option(..., "--age", min=0, help=N_("Age at entry.")),
    interest: str = typer.Option(..., "--interest", help=N_("Yearly interest: 0.025 or 2.5%.")),
    sex: str = typer.Option("", "--sex", help=N_("male or female: chooses the column.")),
    column: str = typer.Option("", "--column", help=N_("Column of the file.")),
    term: int = typer.Option(0, "--term", min=0, help=N_("Years n; left out to the end of the table.")),
    pay: int = typer.Option(0, "--pay", min=0, help=N_("Years premiums are paid; left out for all of the cover.")),
    cover: str = typer.Option(
        "", "--cover", help=N_("whole-life, term or endowment; endowment where a term is given.")
    ),
    amount: str = typer.Option("1", "--sum", help=N_("Sum assured.")),
    loads: str = typer.Option("0", "--loads", help=N_("Loads by premium year, the last goes on: 0.5,0.1.")),
    value_interest: str = typer.Option("", "--value-interest", help=N_("Of the cash value; left out, 2% more.")),
    value_loads: str = typer.Option("0", "--value-loads", help=N_("Loads of the cash value by year.")),
    k: str = typer.Option("", "--k", help=N_("Factor k of the cash value; left out the least that law allows.")),
    payments: int = typer.Option(12, "--payments", min=1, max=365, help=N_("Payments a year of m-thly annuities.")),
) -> None:
    """Present values, premiums, reserves and cash values on any mortality table."""
    from ops_console.rules.actuary import figures
    from ops_console.rules.law import LIMITS

    sort = cover or (ENDOWMENT if term else WHOLE_LIFE)
    if sort not in (WHOLE_LIFE, TERM, ENDOWMENT) or (sort != WHOLE_LIFE and not term):
        raise UsageError(_("--cover is whole-life, term or endowment; the last two want a --term."))
    rates = _rates(name, column, sex)
    rate = float(yearly_rate("interest", interest))
    margin = LIMITS["reserve_margin"].value / 10_000
    given = figures.Contract(
        table=rates.table,
        age=age,
        interest=rate,
        term=term or None,
        pay_years=pay,
        amount=_number("sum", amount),
        endowment=sort == ENDOWMENT,
        loads=_rates_by_year("loads", loads),
        value_interest=float(yearly_rate("value-interest", value_interest)) if value_interest else rate + margin,
        value_loads=_rates_by_year("value-loads", value_loads),
        k=_number("k", k) if k else LIMITS["cash_value_k"].value / 100,
        payments=payments,
    )
    _check_terms(given)
    contract = replace(given, term=None) if sort == WHOLE_LIFE else given
    contract = replace(contract, pay_years=pay or contract.years)
    # The temporary functions are of the term asked for, even where the cover is for life.
    values = figures.present_values(replace(contract, term=given.term))
    paid, ends = figures.premiums(contract), figures.year_ends(contract)
    used = _inputs(rates, contract, sort)
    data = {
        "inputs": used,
        "present_values": {key: value for key, (_symbol, value) in values.items()},
        "premiums": paid,
        "year_ends": ends,
    }
    answer(data, _lines(used, values, paid, ends))


def _rates(name: str, column: str, sex: str) -> Rates:
    from ops_console.catalog import rates
    from ops_console.cli.catalogs import in_force
    from ops_console.rules.products.basis import Sex

    if sex and sex not in get_args(Sex):
        raise UsageError(_("--sex is male or female."))
    asked = cast(Sex, sex) if sex else None
    known = rates.tables_in(in_force().rows)
    if name not in known:
        if not Path(name).exists():
            message = _("There is no file {name}, and no such table; tables are {known}.")
            raise UsageError(message.format(name=name, known=", ".join(known)))
        return rates.table_of_file(Path(name), column or None, asked)
    found = known[name]
    others = [other for other in get_args(Sex) if other != asked and rates.OF_SEX[other].search(found.about.lower())]
    if asked and others:
        raise UsageError(_("{name} is of the other sex: {about}.").format(name=name, about=found.about))
    return found


def _check_terms(contract: Contract) -> None:
    """Ages and terms within the table, premiums within the cover, rates and factors within reason."""
    first, last = contract.table.first_age, contract.table.last_age
    problems = []
    if not first <= contract.age <= last:
        problems.append(_problem("age", _("The table has ages {first} to {last}"), contract.age, first, last))
    elif contract.term and contract.age + contract.term - 1 > last:
        most = last - contract.age + 1
        message = _("From this age the table carries {first} to {last} years")
        problems.append(_problem("term", message, contract.term, 1, most))
    elif contract.pay_years > contract.years:
        problems.append(
            _problem("pay", _("Premiums are paid for {first} to {last} years"), contract.pay_years, 1, contract.years)
        )
    if not 0 <= contract.k <= 1:
        problems.append(_problem("k", _("Between {first} and {last}"), contract.k, 0, 1))
    if contract.amount <= 0:
        problems.append(Problem("sum", _("An amount above 0 is wanted"), value=str(contract.amount)))
    if problems:
        raise InputErrors(problems)


def _problem(field: str, message: str, value: float, first: int, last: int) -> Problem:
    return Problem(field, message.format(first=first, last=last), value=str(value))


def _number(field: str, text: str) -> float:
    from fractions import Fraction

    try:
        return float(Fraction(text.replace(",", "")))
    except (ValueError, ZeroDivisionError, OverflowError):
        raise InputErrors([Problem(field, _("A number is wanted"), value=text)]) from None


def _rates_by_year(field: str, text: str) -> tuple[float, ...]:
    return tuple(float(yearly_rate(field, part.strip())) for part in text.split(","))


def _inputs(rates: Rates, contract: Contract, sort: str) -> dict[str, Any]:
    table_used = contract.table
    return {
        "table": table_used.name,
        "about": rates.about,
        "source": rates.source,
        "ages": [table_used.first_age, table_used.last_age],
        "age": contract.age,
        "interest": contract.interest,
        "cover": sort,
        "years": contract.years,
        "pay_years": contract.pay_years,
        "sum": contract.amount,
        "loads": contract.loads,
        "value_interest": contract.value_interest,
        "value_loads": contract.value_loads,
        "k": contract.k,
        "payments_a_year": contract.payments,
        "method": "benefits at the end of the year of death, premiums in advance; m-thly annuities by UDD",
    }


def _lines(
    used: dict[str, Any], values: dict[str, tuple[str, float]], paid: Premiums, ends: Iterable[YearEnd]
) -> Iterator[str]:
    yield from outline(used)
    yield ""
    rows = [[symbol, _(NAMES[key]), f"{value:.10f}"] for key, (symbol, value) in values.items()]
    yield from table([_("Symbol"), _("Present value of 1"), _("Value")], rows, right=[2])
    yield ""
    premiums = [
        ["P", _("net premium"), f"{paid.net:.8f}"],
        ["G", _("gross premium"), f"{paid.gross:.8f}"],
        ["G'", _("gross premium of the cash value's basis"), f"{paid.value_gross:.8f}"],
    ]
    yield from table([_("Symbol"), _("Annual premium"), _("Value")], premiums, right=[2])
    yield ""
    heads = [
        _("Year"), _("Age"), _("Net level reserve"), _("Preliminary term"), _("Deficiency"), _("PVR"), _("Cash value"),
        _("Paid-up sum"), _("Extended term"), _("Pure endowment"),
    ]  # fmt: skip
    yield from table(heads, (_year_end(end) for end in ends), right=range(len(heads)))


def _year_end(end: YearEnd) -> list[object]:
    numbers = [end.net_level, end.preliminary_term, end.deficiency, end.policy_value, end.cash_value]
    row: list[object] = [end.year, end.age, *(_exact(number) for number in numbers)]
    if end.paid_up is None or end.extended is None:
        return [*row, "", "", ""]
    longer = _("{years} y {days} d").format(years=end.extended.years, days=end.extended.days)
    return [*row, _exact(end.paid_up), longer, _exact(end.extended.pure_endowment)]


def _exact(number: float) -> str:
    """To the sixth decimal; JSON has all of them."""
    # Reserves of nothing come out a hair below it.
    return f"{round(number, 6) + 0.0:,.6f}"


def add_to(app: typer.Typer) -> None:
    """This command."""
    app.command("actuarial")(actuarial)
