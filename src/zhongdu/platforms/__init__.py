"""Other platforms: grass-roots governance platforms push tasks in and are told the results."""
