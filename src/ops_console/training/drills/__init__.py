"""Drills: one scenario a room, worked on a private copy of a small store, and compared with a model answer.

`scenario.py` says what a scenario is and `scenarios.py` which there are; `lesson.py` keeps a trainee's copy;
`compare.py` tells what the trainee did, and how that differs from the model answer.
"""
