"""What benchmarks measure with: a language server on its wire, a stopwatch for commands, the page cache."""
