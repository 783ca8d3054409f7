"""The demo store and the tour, which use the floors below as any clerk would."""
