"""From checked patches and offers to the messages of the Language Server Protocol."""
