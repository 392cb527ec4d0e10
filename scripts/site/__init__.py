"""Puts the documents together as a site: ``python -m scripts.site`` writes it to ``build/site``."""
