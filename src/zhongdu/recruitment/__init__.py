"""From the recruitment notice to the person who may be appointed."""
