"""Badges: worn from the day they are earned; only a reversal of what earned them takes one off."""
