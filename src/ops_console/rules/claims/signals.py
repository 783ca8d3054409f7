"""The names of what speaks for an investigation; when each holds, `triggers.py` says."""

from ops_console.base.i18n import N_

TRIGGERS: dict[str, str] = {
    "early": N_("Death soon after the contract was made"),
    "reinstated": N_("Event soon after reinstatement"),
    "amount": N_("Amount above the investigation limit"),
    "hospital": N_("The hospital is on the company's list"),
    "insurers": N_("Insured with several insurers"),
    "named": N_("Beneficiary changed shortly before the event"),
}
"""Message ids, by code."""
