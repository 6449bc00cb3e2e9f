"""From what was seen to the tree of a page: cuts, blocks of text, controls, and what each block is."""
