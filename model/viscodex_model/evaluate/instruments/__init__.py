"""What scores are measured with: a browser, sandboxed programs, judges, models behind HTTP."""
