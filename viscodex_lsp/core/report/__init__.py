"""A report that people look at: the picture, the page before and after, where they differ, and which words do."""
