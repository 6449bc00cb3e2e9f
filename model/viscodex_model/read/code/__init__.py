"""Pictures of source code and of terminals become text, with indentation and blanks as they were."""
