"""Design tokens: where a project writes its colours, spacings and sizes down, and which of them a value is."""
