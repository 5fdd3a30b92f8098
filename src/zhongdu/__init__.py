"""众督: an open platform for those who watch over the medical insurance fund."""
