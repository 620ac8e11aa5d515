"""Shops: the places where members are served. Conditions name them by their code."""
