"""The law as data: packs, clause addresses, strengths, and who relies on what."""
