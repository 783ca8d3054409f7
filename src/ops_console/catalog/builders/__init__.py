"""From rows to the catalog's values, one module a subject; every problem is noted, none stops the reading."""
