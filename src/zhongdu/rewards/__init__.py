"""Rewards for verified leads: asked item by item, reckoned line by line, decided by two, claimed and paid."""
