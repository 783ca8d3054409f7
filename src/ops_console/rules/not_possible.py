"""What a product does not do: a price, a term or a benefit that its rules don't have."""


class NotPossible(ValueError):
    """Why not, in the language of the reader at the time it is raised; a clerk may be told so. Every other `ValueError`
    of a rule is a fault of the caller."""
