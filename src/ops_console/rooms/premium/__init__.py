"""Premium 保费: collects what customers owe, releases and pays what the company owes, and ends grace."""

from ops_console.rooms.premium import (
    account,
    bank_results,
    collecting,
    day_end,
    dividends,
    grace,
    mandates,
    paying,
    prices,
    receipts,
    requests,
    returns,
    run_out,
    survival,
    terms,
    units,
)

__all__ = [
    "account",
    "bank_results",
    "collecting",
    "day_end",
    "dividends",
    "grace",
    "mandates",
    "paying",
    "prices",
    "receipts",
    "requests",
    "returns",
    "run_out",
    "survival",
    "terms",
    "units",
]
