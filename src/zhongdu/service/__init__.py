"""What supervisors give and are owed: hours, a free proof of them, safety, protection, a yearly assessment."""
