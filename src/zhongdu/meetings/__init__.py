"""Meetings with supervisors: the symposium of all, special ones; who came, what was said, and what became of it."""
