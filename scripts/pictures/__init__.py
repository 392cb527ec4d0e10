"""Makes the pictures in docs/pictures from the real program: see ``__main__``."""
