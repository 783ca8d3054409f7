"""Figures the console is built for, each beside a yardstick measured in the same run."""
