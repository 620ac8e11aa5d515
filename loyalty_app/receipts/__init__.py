"""Receipts: an activity with its outcomes, in plain words, for staff and member alike."""
