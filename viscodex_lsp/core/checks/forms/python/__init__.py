"""What a reply of Python repeats or would change: classes and functions around a place, values, examples, guards."""
