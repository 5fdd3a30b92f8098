"""Duties: a clause with a holder and a last day; standing checks, the sweep, the board."""
