"""How like a picture code is: the code in a reply, and the language server's measure, asked over its command line."""
