"""What a bureau does to make laws and policies known: planned, done with supervisors who take part, and recorded."""
