"""Figures of the premium department, each one pass over its rows in sets; definitions in docs/reports.md."""
