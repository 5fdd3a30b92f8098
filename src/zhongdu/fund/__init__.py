"""The fund's books: each fund apart, income and expenditure on separate lines, to the fen."""
