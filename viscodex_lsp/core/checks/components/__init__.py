"""The project's own components and design tokens in a reply: used where they exist, and used rightly."""
