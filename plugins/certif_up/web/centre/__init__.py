"""Screens of centre."""
