"""Programs that a model wrote run here: confined, bounded in time and memory, without a network."""
