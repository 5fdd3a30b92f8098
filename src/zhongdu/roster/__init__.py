"""Supervisors as appointed: letters, badges, terms, changes, endings."""
