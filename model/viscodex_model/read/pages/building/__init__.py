"""From the tree of a page to elements with styles, laid out as a browser will."""
