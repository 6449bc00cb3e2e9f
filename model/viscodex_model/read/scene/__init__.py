"""What is seen in a picture of a page or table before it is understood: pieces of text, regions, rules, drawings."""
