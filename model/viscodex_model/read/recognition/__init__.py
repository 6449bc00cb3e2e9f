"""Text recognition: from pixels to lines of text with their places, behind one small port (`engine.py`)."""
