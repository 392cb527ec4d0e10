"""What is placed into an athlete's data repository, rendered from their settings."""
