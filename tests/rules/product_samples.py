"""Products as the rules see them, with numbers of the tests' own: a change in the catalog changes no expectation."""

from fractions import Fraction
from importlib.resources import files

from ops_console.base.money import Fen
from ops_console.rules.actuary.mortality import read_tables
from ops_console.rules.products.basis import (
    Basis,
    BySex,
    CashValueBasis,
    IncidenceTable,
    LoadBand,
    LoanBasis,
    Shape,
)

TABLES, _PROBLEMS = read_tables((files("ops_console.catalog") / "tables" / "cl2010_2013.csv").read_text())


def per_cent(*loads: int) -> tuple[Fraction, ...]:
    return tuple(Fraction(load, 100) for load in loads)


EXPENSES = (LoadBand(1, per_cent(5)), LoadBand(2, per_cent(30, 20, 10, 5)), LoadBand(10, per_cent(50, 25, 15, 5)))
VALUE_LOADS = (
    LoadBand(1, per_cent(10)),
    LoadBand(2, per_cent(65, 50, 35, 10)),
    LoadBand(10, per_cent(75, 80, 60, 10)),
    LoadBand(20, per_cent(85, 80, 75, 10)),
)
MODES = ((12, Fraction(1)), (6, Fraction("0.52")), (3, Fraction("0.265")), (1, Fraction("0.09")))
FLOORS = ((18, Fraction("1.6")), (41, Fraction("1.4")), (61, Fraction("1.2")))
LOAN = LoanBasis(Fraction("0.8"), Fen.of_yuan("500"), Fraction("0.05"), 6)

# The basis of the known cash values: no floor, pricing at 2.5 %, values at 4.5 %.
PLAIN_LIFE = Basis(
    "plain life",
    Shape.WHOLE_LIFE,
    Fraction("0.025"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    cash_value=CashValueBasis(Fraction("0.045"), Fraction("0.8"), VALUE_LOADS),
    loan=LOAN,
)
WHOLE_LIFE = Basis(
    "whole life",
    Shape.WHOLE_LIFE,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl3"], TABLES["cl4"]),
    cash_value=CashValueBasis(Fraction("0.04"), Fraction("0.8"), VALUE_LOADS),
    death_floors=FLOORS,
    loan=LOAN,
)
TERM = Basis(
    "term",
    Shape.TERM,
    Fraction("0.02"),
    EXPENSES,
    MODES,
    mortality=BySex(TABLES["cl1"], TABLES["cl2"]),
    cash_value=CashValueBasis(Fraction("0.04"), Fraction("0.8"), VALUE_LOADS),
    death_floors=FLOORS,
)
HOSPITAL_CASH = Basis(
    "hospital cash",
    Shape.HOSPITAL_CASH,
    Fraction("0.02"),
    (LoadBand(1, per_cent(40)),),
    MODES,
    incidence=BySex(
        IncidenceTable("days, men", (0.5, 0.6, 0.9), 30), IncidenceTable("days, women", (0.6, 0.7, 1.0), 30)
    ),
)
