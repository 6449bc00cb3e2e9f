"""Programs that run inside the sandbox, with an interpreter that need not be this one: they import nothing of this package."""
