from importlib.resources import files

import pytest

from ops_console.rules.actuary.mortality import Cell, MortalityTable, problems_of, read_tables, with_extra

SHIPPED = (files("ops_console.catalog") / "tables" / "cl2010_2013.csv").read_text()


def test_the_shipped_set_is_six_sound_tables_from_0_to_105() -> None:
    tables, problems = read_tables(SHIPPED)
    assert problems == []
    assert list(tables) == ["cl1", "cl2", "cl3", "cl4", "cl5", "cl6"]
    assert {(t.first_age, t.last_age, t.q[-1]) for t in tables.values()} == {(0, 105, 1.0)}
    assert tables["cl1"].rate(30) == 0.000797
    assert tables["cl4"].rate(0) == 0.000455


def test_lives_fall_to_nobody_at_the_end() -> None:
    assert MortalityTable("t", (0.5, 0.2, 1.0)).lx == (1.0, 0.5, 0.4, 0.0)


def test_all_faults_of_a_table_are_listed() -> None:
    found = problems_of("t", [Cell(0, 0.1, 2), Cell(2, 1.2, 3), Cell(3, -0.1, 4), Cell(5, 0.9, 5)])
    assert [(problem.field, problem.line) for problem in found] == [("t", line) for line in (3, 5, 3, 4, 5)]
    assert [problem.message for problem in found] == [
        "Age 0 is followed by age 2, not 1",
        "Age 3 is followed by age 5, not 4",
        "The rate at age 2 is 1.2; it must lie between 0 and 1",
        "The rate at age 3 is -0.1; it must lie between 0 and 1",
        "The last rate, at age 5, is 0.9; it must be 1",
    ]
    assert problems_of("t", [])[0].message == "The table has no rates"


def test_a_rate_that_is_no_number_is_found_with_its_line_and_sound_columns_are_kept() -> None:
    tables, problems = read_tables("age,a,b\n0,0.1,0.1\n1,x,0.5\n2,1,1\n")
    assert list(tables) == ["b"]
    assert (problems[0].field, problems[0].line, problems[0].value) == ("a", 3, "x")


def test_extra_mortality_raises_every_rate_and_none_above_one() -> None:
    assert with_extra(MortalityTable("t", (0.1, 0.6, 1.0), 40), 100) == MortalityTable("t+100", (0.2, 1.0, 1.0), 40)


def test_a_column_of_lives_gives_the_rates_they_die_at() -> None:
    tables, problems = read_tables("x,lx\n20,1000\n21,900\n22,450\n23,0\n")
    assert problems == []
    assert tables["lx"].first_age == 20
    assert tables["lx"].q == (0.09999999999999998, 0.5, 1.0)
    assert read_tables("age,l_x_men\n0,10\n1,5\n")[0]["l_x_men"].q == (0.5, 1.0)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("age,q\n0,0.1\n2,1\n", 3, "Age 0 is followed by age 2, not 1"),
        ("age,q\n0,0.1\n0,0.2\n1,1\n", 3, "Age 0 comes after age 0; each age once, in order"),
        ("age,q\n1,0.1\n0,1\n", 3, "Age 0 comes after age 1; each age once, in order"),
        ("age,q\n0,1.5\n1,1\n", 2, "The rate at age 0 is 1.5; it must lie between 0 and 1"),
        ("age,q\n0,0.5\n1,0.9\n", 3, "The last rate, at age 1, is 0.9; it must be 1"),
        ("age,lx\n0,100\n1,101\n", 3, "Lives at age 1 are 101.0 after 100.0; they never rise, nor fall below 0"),
        ("age,lx\n0,100\n1,-1\n", 3, "Lives at age 1 are -1.0 after 100.0; they never rise, nor fall below 0"),
        ("age,lx\n0,100\n2,50\n", 3, "Age 0 is followed by age 2, not 1"),
        ("age,lx\n0,0\n", 2, "The table has no lives to begin with"),
        ("age,lx\n", None, "The table has no lives to begin with"),
        ("age,q\n0,nan\n", 2, "Age and rate must be numbers, ages whole ones from 0"),
        ("age,q\n-1,0.5\n", 2, "Age and rate must be numbers, ages whole ones from 0"),
        ("age,q\n0.5,0.5\n", 2, "Age and rate must be numbers, ages whole ones from 0"),
        ("age,q\n0\n", 2, "Age and rate must be numbers, ages whole ones from 0"),
        ("rate\n0.5\n", 1, "The first line wants a column age"),
        ("age\n0\n", 1, "The first line wants a column age"),
        ("age,q,q\n0,1,1\n", 1, "The first line wants a column age"),
        ("", 1, "The first line wants a column age"),
    ],
)
def test_each_fault_of_a_file_is_told_with_its_line(text: str, line: int | None, message: str) -> None:
    tables, problems = read_tables(text)
    assert tables == {}
    assert problems[0].line == line
    assert problems[0].message.startswith(message)


def test_the_mark_some_programs_put_before_a_file_is_passed_over() -> None:
    assert read_tables("\ufeffAge, q\n0,1\n")[0]["q"].q == (1.0,)
