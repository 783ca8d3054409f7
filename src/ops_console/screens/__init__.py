"""The clerks' door: the console."""
