"""What a merge will do, decided before a byte is read: donors, families, the fate of each tensor."""
