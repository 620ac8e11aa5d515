"""Stamp cards: so many visits or items, then a prize; more stamps start the next card."""
