"""What a reply becomes that gives a whole diagram, table, schema, block or file again, or rows of another form."""
