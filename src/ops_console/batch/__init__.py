"""The work of the rooms for many policies at once: runs, chunks, restart points."""
