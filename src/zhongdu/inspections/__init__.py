"""Inspections: unannounced, by two, with papers shown; what is measured, taken up as evidence, written down and signed."""
