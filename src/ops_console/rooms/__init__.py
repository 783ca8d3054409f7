"""What each room can do: one module a room, each operation one transaction."""
