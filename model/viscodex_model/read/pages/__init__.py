"""Pages: pictures of websites, applications and documents become a tree, and the tree markup with a style sheet."""
