"""What every stage shares: errors and recipes."""
