"""Consultation & appeals 咨询申诉: enquiries, complaints, appeals against a decision, each answered in its time."""

from ops_console.rooms.consultation import answering, complaints, hearing, registering, reviewing

__all__ = ["answering", "complaints", "hearing", "registering", "reviewing"]
