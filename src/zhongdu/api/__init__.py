"""The HTTP API: authentication, errors, what programs may ask. No domain logic."""
