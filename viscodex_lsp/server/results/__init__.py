"""What becomes of a result: it is delivered, kept as a proposal, brought closer, or shown in a report."""
