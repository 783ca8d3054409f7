"""Files that cross the wall: parsed and written here, never applied."""
