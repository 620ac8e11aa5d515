"""Earning: what a purchase, a visit or an action brings in points."""
