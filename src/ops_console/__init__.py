"""The back office of a life insurer in a terminal."""

__version__ = "0.1.0"
