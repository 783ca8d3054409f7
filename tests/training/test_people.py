"""Invented people."""

from datetime import date
from random import Random

from ops_console.catalog.load import shipped
from ops_console.rules import identity, pinyin
from ops_console.training.people import GIVEN, SURNAMES, People, initials
from ops_console.training.places import places

TODAY = date(2026, 11, 20)


def test_every_second_level_branch_has_places_whose_region_codes_exist() -> None:
    branches = {branch.id for branch in shipped().branches.values() if branch.level == 2}
    assert set(places()) == branches
    assert all(str(place.region)[:2] in identity.PROVINCES for some in places().values() for place in some)


def test_no_identity_number_is_given_twice() -> None:
    people = People(Random(1))
    numbers = [people.person(places()[101][0], (30, 31), TODAY).document_no for _again in range(3000)]
    assert len(set(numbers)) == len(numbers)


def test_ages_are_as_wanted() -> None:
    people = People(Random(2))
    for _again in range(500):
        born = people.person(places()[133][0], (25, 44), date(2024, 2, 29)).birth
        age = 2024 - born.year - ((born.month, born.day) > (2, 29))
        assert 25 <= age <= 44


def test_names_read_in_two_parts_have_the_initials_of_the_whole() -> None:
    for surname in SURNAMES[::7]:
        for names in GIVEN.values():
            for given in names.split():
                assert initials(surname + given) == pinyin.initials(surname + given)
