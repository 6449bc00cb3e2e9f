"""Whole pages in reply to a question about one place: taken apart, put right, kept from restyling the document."""
