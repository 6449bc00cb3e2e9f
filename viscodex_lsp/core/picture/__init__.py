"""From the bytes of a picture to what is sent, and the paths of pictures that a document names."""
