"""Screens of national."""
