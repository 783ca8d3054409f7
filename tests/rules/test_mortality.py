from importlib.resources import files

from ops_console.rules.actuary.mortality import MortalityTable, problems_of, read_tables, with_extra

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
    found = problems_of("t", [(0, 0.1), (2, 1.2), (3, -0.1), (5, 0.9)])
    assert [problem.field for problem in found] == ["t"] * 5
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
