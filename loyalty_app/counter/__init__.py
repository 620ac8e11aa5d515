"""The counter: what staff do with a card before them, each as one verb above the engine.

Whoever serves is known, and nobody serves their own card.
"""
