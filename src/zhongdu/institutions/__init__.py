"""Designated medical institutions and pharmacies."""
