"""Claims 理赔: whether to pay, and how much. A handler looks for the reason to pay, in every policy of the insured."""

from ops_console.rooms.claims import approval, assessing, registration

__all__ = ["approval", "assessing", "registration"]
