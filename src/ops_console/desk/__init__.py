"""The corridor every change goes through: operations, authority, clocks, ledger, events."""
