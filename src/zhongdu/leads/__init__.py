"""Leads, and the duty to answer them."""
