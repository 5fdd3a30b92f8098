"""Jobs: work that no request waits for, with its progress and what came of it."""
