"""Discipline and recusal: undertakings, interests, obstruction, approval before publishing, complaints, breaches."""
