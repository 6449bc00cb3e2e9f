"""The page that shows what was made: as a browser can draw it, without running any of its code."""
