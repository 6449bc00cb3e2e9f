"""Tables, ruled or only aligned: cells with spans and alignment, and ways to write them."""
