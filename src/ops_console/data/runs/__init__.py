"""Set-based statements of the batch runs: a few for each chunk, the same on both engines."""
