"""What the engine says and asks when it runs in GitHub Actions."""
