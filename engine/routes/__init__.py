"""Terrain of planned routes and of completed outdoor activities."""
