"""Claims 理赔: whether to pay, and how much. A handler looks for the reason to pay, in every policy of the insured."""

from ops_console.rooms.claims import (
    advancing,
    approval,
    assessing,
    handlers,
    investigating,
    naming,
    registration,
    reopening,
    sampling,
)

__all__ = [
    "advancing",
    "approval",
    "assessing",
    "handlers",
    "investigating",
    "naming",
    "registration",
    "reopening",
    "sampling",
]
