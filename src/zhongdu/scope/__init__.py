"""Divisions, bureaus, posts and roles: who stands where, and what a territory is."""
