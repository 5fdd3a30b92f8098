"""What a bureau sends its supervisors to read: documents, briefings, material, and bulletins of the fund."""
