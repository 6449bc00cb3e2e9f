"""What is said on the wire of the local server: requests, answers, refusals."""
