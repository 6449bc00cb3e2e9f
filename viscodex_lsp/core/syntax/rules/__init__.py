"""What a language forbids and its grammar lets pass, one module for each family of languages."""
