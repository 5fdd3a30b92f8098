"""Work assigned and self-chosen: visits, checklists, what was found."""
