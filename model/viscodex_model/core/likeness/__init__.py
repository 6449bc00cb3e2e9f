"""Finds the code in a reply, and asks the language server's command line how like a picture it is."""
