"""Named queries for those who look: each returns frozen rows, none changes anything."""
