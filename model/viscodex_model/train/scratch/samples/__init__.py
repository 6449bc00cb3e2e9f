"""From shards of records to batches of tokens and targets."""
