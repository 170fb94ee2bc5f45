"""Portail d'inscription aux examens."""
