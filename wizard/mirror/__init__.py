"""A mirror on GitHub: its state, what is wanted, the plan between them, and the steps."""
