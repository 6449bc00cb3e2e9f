"""What an empty place lacks for the file around it to be sound."""
