"""Figures for the owner. All of them are read from what was recorded; nothing is estimated."""
