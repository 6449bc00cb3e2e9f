"""The makers of training pictures: pages and walls of words, written, rendered and packed."""
