"""Premium 保费: collects what customers owe, releases and pays what the company owes, and ends grace."""

from ops_console.rooms.premium import collecting, grace, paying, requests, returns

__all__ = ["collecting", "grace", "paying", "requests", "returns"]
