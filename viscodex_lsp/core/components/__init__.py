"""The project's own components and design tokens: what its files offer, and how another file may use it."""
