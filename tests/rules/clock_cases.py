"""When a clock is due: written by hand from the service standards and the published calendar, not from the code.

The day of the event is not counted, the last day is. Legal periods of calendar days that end on a day off end on the
next working day (Civil Code art 201, 203); a company's promise in days or hours does not. Days off of 2026: 1-2
January, 16-20 and 23 February, 6 April, 1, 4, 5 May, 19 June, 25 September, 1, 2, 5-7 October; worked for them: Sunday
4 January, Saturdays 14 and 28 February, Saturday 9 May, Sunday 20 September, Saturday 10 October. 2027 is not published
yet: its weekdays count as worked, and the answer is provisional.
"""

from dataclasses import dataclass
from datetime import date

D = date
Wait = tuple[str, D, D | None]
"""What is waited for, from when, until when; None: it has not come yet."""


@dataclass(frozen=True)
class Case:
    """One clock: the standard, the day of the event, the day it is due; and what made it wait."""

    standard: str
    begun: D
    due: D
    vip: bool = False
    provisional: bool = False
    waits: tuple[Wait, ...] = ()


ISSUE = (  # 5 working days, VIP 3
    Case("issue", D(2026, 3, 2), D(2026, 3, 9)),  # Monday to Monday
    Case("issue", D(2026, 3, 2), D(2026, 3, 5), vip=True),
    Case("issue", D(2026, 3, 6), D(2026, 3, 13)),  # over a weekend
    Case("issue", D(2026, 3, 7), D(2026, 3, 13)),  # begun on a Saturday
    Case("issue", D(2026, 2, 13), D(2026, 2, 27)),  # make-up Saturday 14, then Spring Festival to 23
    Case("issue", D(2026, 2, 12), D(2026, 2, 24), vip=True),  # Fri 13, Sat 14 (make-up), Tue 24
    Case("issue", D(2026, 9, 30), D(2026, 10, 13)),  # National Day, make-up Saturday 10 October
    Case("issue", D(2026, 4, 3), D(2026, 4, 13)),  # Tomb-sweeping Monday 6 April is off
    Case("issue", D(2026, 4, 30), D(2026, 5, 8), vip=True),  # Labour Day: 6, 7, 8 May
    Case("issue", D(2025, 12, 30), D(2026, 1, 7)),  # year end: 31, make-up Sunday 4, 5, 6, 7 January
    Case("issue", D(2024, 2, 8), D(2024, 2, 21)),  # Fri 9 is worked; holiday 10-17; make-up Sunday 18
    Case("issue", D(2026, 12, 24), D(2026, 12, 31)),  # the last day that is published
    Case("issue", D(2026, 12, 25), D(2027, 1, 1), provisional=True),  # 1 January 2027 counts until it is published
    Case("issue", D(2026, 12, 28), D(2027, 1, 4), provisional=True),
    Case("issue", D(2027, 9, 30), D(2027, 10, 7), provisional=True),
    # The clock stands still while the applicant is examined, over the Spring Festival: 14, 24, 25, 26 February.
    Case("issue", D(2026, 2, 11), D(2026, 3, 2), waits=(("examination", D(2026, 2, 13), D(2026, 2, 26)),)),
)
APPLICATIONS = (
    Case("defective_application", D(2026, 6, 18), D(2026, 6, 26)),  # 5 wd; Dragon Boat Friday 19 is off
    Case("examination_notice", D(2026, 10, 9), D(2026, 10, 15)),  # 5 wd; make-up Saturday 10
    Case("clean_application", D(2026, 1, 30), D(2026, 2, 27)),  # 15 wd; Sat 14 worked, 16-23 off
    Case("clean_application", D(2026, 12, 14), D(2027, 1, 4), provisional=True),  # 13 in 2026, then 1 and 4 January
    Case(
        "clean_application", D(2026, 12, 14), D(2027, 1, 6), provisional=True,
        waits=(("consent", D(2026, 12, 16), D(2026, 12, 18)),),  # two more
    ),
    Case("after_examination", D(2026, 12, 10), D(2026, 12, 31)),  # 15 wd
    Case("after_examination", D(2026, 12, 11), D(2027, 1, 1), provisional=True),
    # 15 wd from 26 February 2024 end on 18 March; two days are waited over the 29th.
    Case("after_examination", D(2024, 2, 26), D(2024, 3, 20), waits=(("papers", D(2024, 2, 28), D(2024, 3, 1)),)),
    Case("callback", D(2026, 5, 20), D(2026, 6, 4)),  # 15 d, in the hesitation period
    Case("callback", D(2026, 2, 1), D(2026, 2, 24)),  # 16 February, Spring Festival to the 23rd
    Case("callback", D(2024, 2, 14), D(2024, 2, 29)),  # a leap day
    Case("callback", D(2026, 12, 17), D(2027, 1, 1), provisional=True),
    # Nothing stops the hesitation period.
    Case("callback", D(2026, 3, 2), D(2026, 3, 17), waits=(("papers", D(2026, 3, 5), D(2026, 3, 9)),)),
    Case("callback", D(2026, 3, 2), D(2026, 3, 17), waits=(("premium", D(2026, 3, 5), None),)),
    Case("callback_attempt", D(2026, 4, 29), D(2026, 5, 7)),  # 3 wd: 30 April, 6, 7 May
    Case("callback_attempt", D(2026, 4, 29), D(2026, 5, 6), vip=True),
    Case("finding", D(2026, 12, 1), D(2026, 12, 22)),  # 15 wd
    Case("finding", D(2026, 9, 11), D(2026, 10, 9)),  # Sunday 20 worked; 25 off; 8 and 9 October
)  # fmt: skip
PRESERVATION = (  # 3 working days, VIP 2; simple changes of data the same day
    Case("preservation", D(2026, 4, 30), D(2026, 5, 8)),  # Labour Day 1-5 May: 6, 7, 8
    Case("preservation", D(2026, 5, 7), D(2026, 5, 9), vip=True),  # Friday and the make-up Saturday
    Case("preservation", D(2026, 2, 13), D(2026, 2, 25)),  # make-up Saturday 14, Tuesday 24, 25
    Case("preservation", D(2026, 12, 29), D(2027, 1, 1), provisional=True),
    Case("preservation", D(2026, 12, 29), D(2026, 12, 31), vip=True),
    # Waits for papers 4, 5, 6 March: as much time is left as before.
    Case("preservation", D(2026, 3, 2), D(2026, 3, 10), waits=(("papers", D(2026, 3, 3), D(2026, 3, 6)),)),
    # Over National Day: 30 September, 8, 9 and the make-up Saturday 10 October.
    Case("preservation", D(2026, 9, 28), D(2026, 10, 13), waits=(("papers", D(2026, 9, 29), D(2026, 10, 10)),)),
    Case("preservation", D(2026, 3, 2), D(2026, 3, 5), waits=(("papers", D(2026, 3, 3), None),)),  # still waiting
    # Late already when the wait began: one working day late it stays.
    Case("preservation", D(2026, 3, 2), D(2026, 3, 11), waits=(("papers", D(2026, 3, 6), D(2026, 3, 12)),)),
    # Papers of the last day come on a Saturday: the next working day.
    Case("preservation", D(2026, 3, 3), D(2026, 3, 9), waits=(("papers", D(2026, 3, 6), D(2026, 3, 7)),)),
    Case("preservation_simple", D(2026, 3, 3), D(2026, 3, 3)),
    Case("preservation_simple", D(2026, 3, 7), D(2026, 3, 7)),  # a Saturday: whoever takes it in does it
    Case("preservation_simple", D(2026, 2, 14), D(2026, 2, 14)),  # a Saturday that is worked
    Case("preservation_simple", D(2026, 10, 1), D(2026, 10, 1)),  # National Day
    Case("preservation_simple", D(2026, 12, 31), D(2026, 12, 31)),  # however late in the day it comes
    Case("preservation_simple", D(2026, 3, 6), D(2026, 3, 9), waits=(("papers", D(2026, 3, 6), D(2026, 3, 9)),)),
    Case("preservation_simple", D(2026, 3, 7), D(2026, 3, 10), waits=(("papers", D(2026, 3, 7), D(2026, 3, 10)),)),
    Case("preservation_simple", D(2026, 3, 7), D(2026, 3, 8), waits=(("papers", D(2026, 3, 7), D(2026, 3, 8)),)),
    Case("preservation_accepted", D(2026, 4, 30), D(2026, 5, 7)),  # 2 wd: 6, 7 May
    Case("preservation_accepted", D(2026, 5, 8), D(2026, 5, 11)),  # make-up Saturday 9, Monday
    Case("preservation_defect", D(2026, 9, 17), D(2026, 9, 23)),  # 5 wd: Fri 18, Sun 20 (make-up), 21, 22, 23
    Case("preservation_defect", D(2026, 9, 24), D(2026, 10, 9)),  # 28, 29, 30 September, 8, 9 October
    Case("preservation_done", D(2026, 2, 12), D(2026, 2, 26)),  # 5 wd: 13, 14, 24, 25, 26
    Case("preservation_done", D(2026, 2, 24), D(2026, 3, 2)),  # 25, 26, 27, make-up Saturday 28, Monday 2 March
    # Approved on 2 March, paid on the 12th: five working days from full payment.
    Case("preservation_done", D(2026, 3, 2), D(2026, 3, 19), waits=(("premium", D(2026, 3, 2), D(2026, 3, 12)),)),
)
SURRENDER = (  # 30 days, which nothing stops
    Case("surrender_value", D(2026, 1, 20), D(2026, 2, 24)),  # 19 February: Spring Festival to Monday 23
    Case("surrender_value", D(2026, 1, 17), D(2026, 2, 24)),  # 16 February
    Case("surrender_value", D(2026, 3, 1), D(2026, 3, 31)),
    Case("surrender_value", D(2026, 9, 5), D(2026, 10, 8)),  # 5 October
    Case("surrender_value", D(2026, 1, 31), D(2026, 3, 2)),  # February has 28 days
    Case("surrender_value", D(2024, 1, 31), D(2024, 3, 1)),  # and 29 in a leap year
    Case("surrender_value", D(2026, 12, 2), D(2027, 1, 1), provisional=True),
    Case("surrender_value", D(2026, 3, 2), D(2026, 4, 1), waits=(("papers", D(2026, 3, 3), D(2026, 3, 20)),)),
)
CLAIMS = (
    Case("claim_registration", D(2026, 5, 8), D(2026, 5, 9)),  # 1 wd: the make-up Saturday
    Case("claim_registration", D(2026, 5, 8), D(2026, 5, 8), vip=True),
    Case("claim", D(2026, 6, 15), D(2026, 6, 25)),  # 7 wd; Dragon Boat Friday 19 June is off
    Case("claim", D(2026, 6, 15), D(2026, 6, 23), vip=True),  # 5 wd
    Case("claim", D(2026, 2, 27), D(2026, 3, 9)),  # make-up Saturday 28
    Case("claim", D(2026, 4, 3), D(2026, 4, 13), vip=True),  # Monday 6 is off
    # One day for papers, six while the disability is assessed.
    Case(
        "claim", D(2026, 6, 15), D(2026, 7, 6),
        waits=(("papers", D(2026, 6, 17), D(2026, 6, 18)), ("assessment", D(2026, 6, 22), D(2026, 6, 30))),
    ),
    Case("claim", D(2026, 3, 2), D(2026, 3, 11), waits=(("premium", D(2026, 3, 3), D(2026, 3, 9)),)),  # not for premium
    Case("claim_investigated", D(2026, 9, 14), D(2026, 10, 10)),  # 15 wd; make-up 20 Sep, 10 Oct; off 25 Sep, 1-7 Oct
    Case("claim_investigated", D(2026, 9, 14), D(2026, 9, 28), vip=True),  # 10 wd
    Case("claim_investigated", D(2025, 9, 26), D(2025, 10, 23)),  # Sunday 28 and Saturday 11 worked, 1-8 October off
    Case("claim_simple", D(2025, 1, 24), D(2025, 2, 7)),  # 5 wd: Sunday 26 worked, 27; off to 4 February; 5, 6, 7
    Case("claim_simple", D(2026, 3, 2), D(2026, 3, 9), waits=(("examination", D(2026, 3, 3), D(2026, 3, 6)),)),
    Case("claim_decision", D(2026, 3, 2), D(2026, 4, 1)),  # 30 d
    Case("claim_decision", D(2026, 9, 2), D(2026, 10, 8)),  # 2 October is a holiday
    Case("claim_decision", D(2026, 8, 26), D(2026, 9, 28)),  # Mid-autumn Friday 25, then the weekend
    Case("claim_decision", D(2025, 1, 29), D(2025, 2, 28)),  # a month's end
    Case("claim_decision", D(2024, 1, 30), D(2024, 2, 29)),  # a leap day counts
    Case("claim_decision", D(2026, 12, 4), D(2027, 1, 4), provisional=True),  # Sunday 3 January
    # Ten days that the claimant takes are deducted before the day off is looked at: Sunday 1 March.
    Case("claim_decision", D(2026, 1, 20), D(2026, 3, 2), waits=(("papers", D(2026, 1, 25), D(2026, 2, 4)),)),
    Case("refusal_notice", D(2026, 4, 2), D(2026, 4, 7)),  # 3 d: Sunday 5, holiday Monday 6
    Case("refusal_notice", D(2026, 5, 8), D(2026, 5, 11)),
    Case("refusal_notice", D(2026, 9, 17), D(2026, 9, 20)),  # a Sunday that is worked
    Case("refusal_notice", D(2026, 12, 31), D(2027, 1, 4), provisional=True),  # Sunday 3 January
    Case("payment", D(2026, 2, 4), D(2026, 2, 14)),  # 10 d: Saturday, but a make-up day: no extension
    Case("payment", D(2026, 3, 11), D(2026, 3, 23)),  # Saturday 21 March
    Case("payment", D(2026, 9, 21), D(2026, 10, 8)),  # 1 October
    Case("payment", D(2024, 2, 19), D(2024, 2, 29)),
    Case("payment", D(2025, 2, 19), D(2025, 3, 3)),  # no 29 February: Saturday 1 March
    Case("advance_payment", D(2026, 8, 4), D(2026, 10, 8)),  # 60 d: 3 October
    Case("advance_payment", D(2026, 11, 1), D(2026, 12, 31)),
    Case("advance_payment", D(2026, 11, 2), D(2027, 1, 1), provisional=True),
    Case("advance_payment", D(2023, 12, 31), D(2024, 2, 29)),
    Case("payment_settled", D(2026, 3, 6), D(2026, 3, 9)),  # 72 hours, day off or not
    Case("payment_settled", D(2026, 3, 6), D(2026, 3, 6), vip=True),  # at once
    Case("payment_settled", D(2024, 2, 27), D(2024, 3, 1)),
    Case("payment_settled", D(2026, 12, 30), D(2027, 1, 2)),  # needs no calendar
)  # fmt: skip
SERVICE = (
    Case("enquiry", D(2026, 9, 30), D(2026, 10, 10)),  # 3 wd: 8, 9, make-up Saturday 10
    Case("enquiry", D(2026, 9, 30), D(2026, 9, 30), vip=True),
    Case("complaint", D(2026, 9, 18), D(2026, 10, 8)),  # 15 d: 3 October
    Case("complaint_vip", D(2026, 9, 29), D(2026, 10, 2), vip=True),  # 3 d: our promise knows no days off
    Case("lapse_notice", D(2026, 9, 28), D(2026, 10, 16)),  # 10 wd: 29, 30, 8, 9, 10 (make-up), 12-16 October
    Case("lapse_notice", D(2026, 2, 6), D(2026, 2, 27)),  # 9-13, Saturday 14, 24-27
    Case("renewal_reminder", D(2026, 4, 30), D(2026, 2, 28)),  # two months before
    Case("renewal_reminder", D(2024, 4, 30), D(2024, 2, 29)),
    Case("renewal_reminder", D(2026, 1, 31), D(2025, 11, 30)),
    Case("renewal_reminder", D(2026, 3, 31), D(2026, 1, 31)),
    Case("orphan_notice", D(2026, 1, 24), D(2026, 2, 24)),  # 30 d: Monday 23, the festival's last day
    Case("archive_file", D(2026, 12, 17), D(2026, 12, 31)),  # 10 wd
    Case("file_request", D(2026, 5, 7), D(2026, 5, 9)),  # 2 wd: Friday, make-up Saturday
    Case("file_loan", D(2026, 1, 30), D(2026, 2, 13)),  # 10 wd, to the eve of the make-up day
)
CASES = (*ISSUE, *APPLICATIONS, *PRESERVATION, *SURRENDER, *CLAIMS, *SERVICE)
