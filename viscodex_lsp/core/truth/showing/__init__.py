"""What code shows, read from the code alone, without running it."""
