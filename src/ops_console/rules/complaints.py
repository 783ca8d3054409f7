"""Complaints 投诉: when one is major, and when a review may be asked for (Consumer Complaint Rules 2020)."""

from datetime import date

from ops_console.rules.calendar import WorkCalendar
from ops_console.rules.law import COMPLAINT_RULES

MAJOR_FROM = 20
"""People who complain in person together, from which on the complaint is a major one (art 29)."""
MAJOR_SOURCE = f"{COMPLAINT_RULES} art 29"
REVIEW_WITHIN = 30
"""Calendar days after the answer in which the complainant may ask for a review (art 20)."""
REVIEW_SOURCE = f"{COMPLAINT_RULES} art 20"


def is_major(people: int) -> bool:
    """Did so many complain together that it is a major complaint?"""
    return people >= MAJOR_FROM


def review_until(answered: date, calendar: WorkCalendar) -> date:
    """The last day on which a review may be asked for: the day of the answer is not counted, and a last day off moves
    on to the next working day (Civil Code art 201, 203)."""
    return calendar.legal_deadline(answered, REVIEW_WITHIN).day
