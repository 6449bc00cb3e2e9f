"""The imports of a reply and of a document: which are missing, and where they go."""
