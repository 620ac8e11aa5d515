"""Gifts: for joining, for a birthday, and by hand with a word of thanks.

A gift is never earned: its points count towards no measure of earning, and its vouchers take
nothing from the stock that members claim from.
"""
