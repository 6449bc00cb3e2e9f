"""Who may use the team server: a token for each person, of which only the digest is kept."""
