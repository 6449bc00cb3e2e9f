"""Programs that run inside the sandbox, with any interpreter: they import nothing but one another."""
