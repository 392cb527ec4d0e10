"""One module per command: each takes the app and gives a result."""
