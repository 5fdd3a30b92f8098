"""A bureau's figures: what people in the trade ask for, each bar with the list behind it."""
