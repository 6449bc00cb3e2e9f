"""What is known of a language: its table, its grammar, how its elements are called."""
