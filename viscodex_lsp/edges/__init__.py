"""One kind of IO per file; each translates its foreign errors into `core.errors`."""
