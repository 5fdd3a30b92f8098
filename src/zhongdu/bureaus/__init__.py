"""Bureaus at work: posts, liaisons, standing duties, the bureau's own targets."""
