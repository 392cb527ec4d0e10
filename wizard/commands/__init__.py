"""The commands: their options, what they do, and the result that they return."""
