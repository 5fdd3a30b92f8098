"""Organised rounds: institutions drawn, supervisors paired and sent, and what they found read as a whole."""
