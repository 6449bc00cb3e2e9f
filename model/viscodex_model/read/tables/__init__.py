"""Tables, ruled or only aligned: cells with spans and alignment, and ways to write them.

Eighteen modules, for the way from areas to cells has ten steps, each of which is measured alone, and the writers and
the door are beside them.
"""
