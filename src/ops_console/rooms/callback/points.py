"""The seven points of a callback (Basic Service Rules 2010 art 15), and what kind of finding a no to one of them is."""

from collections.abc import Mapping

from ops_console.base.i18n import N_

SOURCE = "Basic Service Rules for Personal Insurance 2010 art 15"

POINTS: Mapping[str, str] = {
    "identity": N_("1 It is the applicant who answers"),
    "signed": N_("2 Bought and signed in person, by applicant and insured"),
    "explained": N_("3 Product explanation and notices read and understood"),
    "cover": N_("4 Cover, exclusions and period known"),
    "surrender_loss": N_("5 Loss on surrender known"),
    "hesitation": N_("6 Hesitation period and its rights known"),
    "premium_term": N_("7 Paying term and frequency known"),
}
SHORT: Mapping[str, str] = {
    "identity": N_("1 Applicant speaking"),
    "signed": N_("2 Signed in person"),
    "explained": N_("3 Explanation understood"),
    "cover": N_("4 Cover, exclusions known"),
    "surrender_loss": N_("5 Surrender loss known"),
    "hesitation": N_("6 Hesitation rights known"),
    "premium_term": N_("7 Paying term known"),
}
"""As the form has room for it; the question is the help of its field."""
IDENTITY = "identity"

KIND_OF: Mapping[str, str] = {
    "identity": "not_identity",
    "signed": "not_signed",
    "explained": "not_explained",
    "cover": "not_understood",
    "surrender_loss": "not_understood",
    "hesitation": "not_understood",
    "premium_term": "terms_wrong",
}
"""Point → kind of finding. Source: company default, after art 18 of the same rules."""
CANCELS, CONTACT = "wants_cancellation", "contact_wrong"
"""Findings that are no point: what the applicant says besides."""


def kinds_of(denied: tuple[str, ...], *, cancels: bool, contact_wrong: bool) -> tuple[str, ...]:
    """The kinds of findings of one call, each once, in the order of the points."""
    besides = ((CANCELS, cancels), (CONTACT, contact_wrong))
    found = [*(KIND_OF[point] for point in denied), *(kind for kind, said in besides if said)]
    return tuple(dict.fromkeys(found))
