"""A release: what is published, how it is built, and its rehearsal (docs/release.md)."""
