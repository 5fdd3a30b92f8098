"""Opinions, the digest for the symposium, and letters that supervisors hand on: whoever speaks is answered."""
