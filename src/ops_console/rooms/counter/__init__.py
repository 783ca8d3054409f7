"""The counter 柜面: takes in what agents and customers bring, stamps it, and passes it to the room that handles it."""

from ops_console.rooms.counter import (
    claim_report,
    delivery,
    first_premium,
    group_keying,
    images,
    keying,
    reception,
    reminders,
    requests,
    till,
)

__all__ = [
    "claim_report",
    "delivery",
    "first_premium",
    "group_keying",
    "images",
    "keying",
    "reception",
    "reminders",
    "requests",
    "till",
]
