"""What a supervisor may change without code, and its loader."""
