"""What a file has once: heads, marks and ends that a reply repeats or that count only at the top."""
