"""Telling people: in the app, by e-mail, by SMS. What is said stands in ``words.toml``; nothing personal is in it."""
