"""The company of the rooms' tests works here too."""

from tests.rooms.conftest import company

__all__ = ["company"]
