"""Where pictures come from: clipboard, screen, region tools, the desktop portal, files."""
