"""Money demanded of somebody: how much, for which fund, by when; what came in, what was let go, what has to go back."""
