"""Attained age and policy years.

Age is the age last birthday (周岁) by the birth date in the document; the birthday itself counts. Source: the age
clause of the contracts, company default. Born on 29 February, one is a year older on 1 March in common years: where the
month has no such day a period ends with the month's last day (Civil Code article 202), and the year is over after it.
"""

from datetime import date

MAJORITY = 18
"""From this age on one concludes contracts alone (Civil Code art 17, 18)."""


def birthday_in(birth: date, year: int) -> date:
    """The day in a year on which the age rises; 1 March for those born on 29 February, in common years."""
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def attained_age(birth: date, day: date) -> int:
    """Age last birthday on a day. ValueError before birth."""
    if day < birth:
        raise ValueError(f"{day} is before the birth date {birth}")
    return day.year - birth.year - (day < birthday_in(birth, day.year))
