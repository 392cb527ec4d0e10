"""The terminal: screen, prompts, progress, clipboard."""
