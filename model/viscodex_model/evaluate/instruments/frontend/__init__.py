"""What front-end code is: built into a page, or parsed into a tree, by its own compilers in the sandbox."""
