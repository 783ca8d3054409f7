"""Who may decide what: written by hand from the business documents, not from the code or the catalog.

DUTIES says, for every operation, in whose hands it lies: one room's clerks, or a second room where the documents say
that either may take it in. EVERYBODY is every clerk who works; internal audit reads everything and changes nothing.
LIMITS is the company's ladder of authority in yuan (extra mortality in points); None is no limit.
"""

ROLES = (
    "counter",
    "preservation",
    "callback",
    "underwriting",
    "claims",
    "archive_keeper",
    "archive_approver",
    "premium",
    "cashier",
    "administrator",
    "auditor",
    "consultation",
)
EVERYBODY = frozenset(ROLES) - {"auditor"}

DUTIES: dict[str, set[str] | frozenset[str]] = {
    # The counter takes in what customers and agents bring, stamps it and passes it on; it hands over and takes money.
    "counter.receive_application": {"counter"},
    "counter.check_papers": {"counter"},
    "counter.key_application": {"counter"},
    "counter.accept_terms": {"counter"},
    "counter.record_delivery": {"counter"},
    "counter.record_receipt": {"counter"},
    "counter.withdraw_application": {"counter"},
    "counter.collect_first_premium": {"counter", "cashier"},
    # The reminder goes out by a run, or by who asked for the papers.
    "counter.remind_papers": {"counter", "preservation", "claims"},
    # Whoever takes cash counts it at the end of the day.
    "counter.close_till": {"counter", "premium", "cashier"},
    # Every claim starts with a report, and a preservation request may be brought to either room.
    "counter.report_claim": {"counter", "claims"},
    "counter.receive_request": {"counter", "preservation"},
    # Underwriting decides whether, for how much, on what conditions.
    "underwriting.accept": {"underwriting"},
    "underwriting.load": {"underwriting"},
    "underwriting.exclude": {"underwriting"},
    "underwriting.limit": {"underwriting"},
    "underwriting.leave_out_riders": {"underwriting"},
    "underwriting.postpone": {"underwriting"},
    "underwriting.decline": {"underwriting"},
    # What it wants to know first; the opinion of the physician and of the inspector is for underwriting alone.
    "underwriting.order_examination": {"underwriting"},
    "underwriting.record_examination": {"underwriting"},
    "underwriting.order_inspection": {"underwriting"},
    "underwriting.record_inspection": {"underwriting"},
    "underwriting.ask_questionnaire": {"underwriting"},
    "underwriting.record_questionnaire": {"underwriting"},
    "underwriting.waive": {"underwriting"},
    # The applicant rings the counter about the day of an examination, and brings answers there, or does not.
    "underwriting.book_examination": {"underwriting", "counter"},
    "underwriting.expire": {"underwriting", "counter"},
    "underwriting.ask_papers": {"underwriting"},
    "underwriting.papers_arrived": {"underwriting", "counter"},
    "underwriting.issue": {"underwriting"},
    "underwriting.agree_request": {"underwriting"},
    "underwriting.refuse_request": {"underwriting"},
    # The callback room calls, and settles what it found; who of it is told by the seller and the call.
    "callback.record_call": {"callback"},
    "callback.arrange_call": {"callback"},
    "callback.add_phone": {"callback"},
    "callback.escalate": {"callback"},
    "callback.settle_finding": {"callback"},
    # Preservation serves policies; who makes does not approve.
    "preservation.change_contact": {"preservation"},
    "preservation.grant_loan": {"preservation"},
    "preservation.repay_loan": {"preservation"},
    "preservation.reinstate": {"preservation"},
    "preservation.surrender": {"preservation"},
    "preservation.cancel_in_hesitation": {"preservation"},
    "preservation.reverse": {"preservation"},
    "preservation.change_client_data": {"preservation"},
    "preservation.change_beneficiaries": {"preservation"},
    "preservation.change_channel": {"preservation"},
    "preservation.change_premium_loan": {"preservation"},
    "preservation.change_dividend": {"preservation"},
    "preservation.withdraw_dividends": {"preservation"},
    "preservation.pay_additional": {"preservation"},
    "preservation.withdraw_part": {"preservation"},
    "preservation.switch_funds": {"preservation"},
    "preservation.issue_duplicate": {"preservation"},
    "preservation.report_loss": {"preservation"},
    "preservation.ask_papers": {"preservation"},
    "preservation.papers_arrived": {"preservation", "counter"},
    "preservation.expire": {"preservation", "counter"},
    "preservation.approve": {"preservation"},
    "preservation.send_back": {"preservation"},
    "preservation.refuse": {"preservation"},
    # Withdrawing is the customer's own act, told to whoever faces the customer.
    "preservation.withdraw": {"preservation", "counter"},
    "claims.withdraw": {"claims", "counter"},
    "claims.register": {"claims"},
    "claims.check_papers": {"claims"},
    "claims.assess": {"claims"},
    "claims.approve": {"claims"},
    "claims.send_back": {"claims"},
    # Dispatch, investigation, negotiation, sampling, advance payment and reopening are steps of the claims room itself.
    "claims.dispatch": {"claims"},
    "claims.name_payee": {"claims"},
    "claims.investigate": {"claims"},
    "claims.record_investigation": {"claims"},
    "claims.negotiate": {"claims"},
    "claims.check_sample": {"claims"},
    "claims.propose_advance": {"claims"},
    "claims.approve_advance": {"claims"},
    "claims.settle_on_the_spot": {"claims"},
    "claims.approve_by_rule": {"claims"},
    "claims.reopen": {"claims"},
    # The premium department collects; handling a case and booking its money are in different hands.
    "premium.collect": {"premium", "counter"},
    "premium.apply_suspense": {"premium"},
    "premium.return_collection": {"premium"},
    "premium.settle_request": {"premium", "counter"},
    "premium.refund_suspense": {"premium"},
    "premium.grant_premium_loan": {"premium"},
    "premium.lapse": {"premium"},
    "premium.release_payment": {"cashier"},
    "premium.pay_out": {"premium", "cashier"},
    "premium.record_bounce": {"premium"},
    "premium.change_account": {"premium"},
    # A premium's year, survival benefits and one-year covers run by themselves, or by whoever runs them.
    "premium.announce_benefit": {"premium"},
    "premium.grant_benefit": {"premium"},
    "premium.grant_dividend": {"premium"},
    "premium.roll_account": {"premium"},
    "premium.warn_account": {"premium"},
    "premium.lapse_account": {"premium"},
    "premium.skip_planned": {"premium"},
    "premium.offer_renewal": {"premium"},
    "premium.renew_term": {"premium"},
    "premium.end_term": {"premium"},
    "premium.record_renewal_wish": {"premium", "counter"},
    # Unit prices come from outside: one clerk takes them in, another confirms what is unusual. The rest runs by itself.
    "premium.import_prices": {"premium"},
    "premium.confirm_price": {"premium"},
    "premium.order_units": {"premium"},
    "premium.trade_units": {"premium"},
    "premium.close_day": {"premium"},
    # Reading needs approval, by someone who does not keep the archive.
    "archive.file": {"archive_keeper"},
    "archive.request_loan": EVERYBODY,
    "archive.approve_loan": {"archive_approver"},
    "archive.refuse_loan": {"archive_approver"},
    "archive.hand_out": {"archive_keeper"},
    "archive.take_back": {"archive_keeper"},
    "archive.extend_loan": {"archive_keeper"},
    "archive.remind_reader": {"archive_keeper"},
    "archive.move_file": {"archive_keeper"},
    "archive.record_found": {"archive_keeper"},
    # Counted by who keeps the archive, confirmed by who does not.
    "archive.start_stocktake": {"archive_keeper"},
    "archive.count_box": {"archive_keeper"},
    "archive.confirm_stocktake": {"archive_approver"},
    "archive.close_stocktake": {"archive_approver"},
    # Who reads medical content is a line of the catalog's duties; every look is logged.
    "archive.look": EVERYBODY,
    # Enquiries and complaints are taken down by whoever faces the customer and answered by Consultation & appeals; the
    # room that is asked says what it has to say.
    "consultation.register_enquiry": {"consultation", "counter"},
    "consultation.register_complaint": {"consultation", "counter"},
    "consultation.ask_statement": {"consultation"},
    "consultation.give_statement": {"counter", "preservation", "callback", "underwriting", "claims", "premium"},
    "consultation.answer_enquiry": {"consultation"},
    "consultation.answer_complaint": {"consultation"},
    "consultation.make_complex": {"consultation"},
    "consultation.extend": {"consultation"},
    "consultation.withdraw_complaint": {"consultation", "counter"},
    "consultation.ask_review": {"consultation", "counter"},
    "consultation.answer_review": {"consultation"},
    "administration.add_clerk": {"administrator"},
    "administration.set_duties": {"administrator"},
    "administration.lock_clerk": {"administrator"},
    "administration.add_agent": {"administrator"},
    "administration.propose_catalog": {"administrator"},
    "administration.approve_catalog": {"administrator"},
    "administration.reject_catalog": {"administrator"},
    # One's own password; the date of a training store.
    "administration.set_password": EVERYBODY,
    "administration.move_date": EVERYBODY,
    # Paper comes into every room.
    "counter.attach_image": EVERYBODY,
    "desk.take": EVERYBODY,
    "desk.release": EVERYBODY,
    "desk.assign": EVERYBODY,
    # Handing out work and naming a deputy need a grade, not a duty.
    "desk.spread": EVERYBODY,
    "desk.take_back": EVERYBODY,
    "desk.name_deputy": EVERYBODY,
    "desk.add_note": EVERYBODY,
    "desk.reveal": EVERYBODY,
    "desk.return_referral": EVERYBODY,
    "desk.print_letters": EVERYBODY,
}

GRADES = ("clerk", "senior", "supervisor", "branch_manager", "region", "head_office")

LIMITS: dict[str, tuple[int | None, ...]] = {
    "sum_at_risk": (500_000, 1_000_000, 2_000_000, 3_000_000, 5_000_000, None),
    "extra_mortality": (50, 100, 150, 200, 300, None),
    "claim_amount": (20_000, 50_000, 100_000, 300_000, 1_000_000, None),
    "preservation_out": (20_000, 50_000, 100_000, 500_000, 2_000_000, None),
    "payment_release": (50_000, 200_000, 1_000_000, 5_000_000, 20_000_000, None),
}

DECIDED_ON: dict[str, set[str]] = {
    "underwriting.accept": {"sum_at_risk", "extra_mortality"},
    "underwriting.load": {"sum_at_risk", "extra_mortality"},
    "underwriting.exclude": {"sum_at_risk", "extra_mortality"},
    "underwriting.limit": {"sum_at_risk", "extra_mortality"},
    "underwriting.leave_out_riders": {"sum_at_risk", "extra_mortality"},
    "underwriting.agree_request": {"sum_at_risk", "extra_mortality"},
    "claims.approve": {"claim_amount"},
    "claims.approve_advance": {"claim_amount"},
    "claims.approve_by_rule": {"claim_amount"},
    "claims.settle_on_the_spot": {"claim_amount"},
    "preservation.surrender": {"preservation_out"},
    "preservation.cancel_in_hesitation": {"preservation_out"},
    "preservation.grant_loan": {"preservation_out"},
    "preservation.withdraw_dividends": {"preservation_out"},
    "preservation.withdraw_part": {"preservation_out"},
    "preservation.approve": {"preservation_out"},
    "premium.release_payment": {"payment_release"},
}
"""Every decision that binds the company or moves money out has a limit by grade."""

SUPERVISOR_AT_LEAST = ("refusal", "ex_gratia", "agreement")
