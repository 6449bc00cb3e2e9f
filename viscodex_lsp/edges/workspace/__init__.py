"""The files of a workspace: walked, read, and what they offer kept up to date."""
