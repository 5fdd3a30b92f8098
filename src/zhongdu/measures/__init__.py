"""A measure's own life: coming into force, readings chosen, its text open to everybody."""
