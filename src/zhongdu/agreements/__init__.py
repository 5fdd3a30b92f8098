"""Agreements with designated institutions: signed, kept, and what follows when they are not."""
