"""JSON shapes of GitHub's answers."""
