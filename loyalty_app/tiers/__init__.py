"""Tiers: what a member reaches at once, and loses only by a review or with the purchase that
brought it.

A tier is held under the terms it was reached under; a programme that changes does not take it away.
"""
