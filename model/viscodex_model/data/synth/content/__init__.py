"""What synthetic pictures show: words, looks, pages, charts, snippets."""
