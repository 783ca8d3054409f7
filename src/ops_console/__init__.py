"""The back office of a Chinese life insurer, in a terminal."""
