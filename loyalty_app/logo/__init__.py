"""The shop's logo: a square picture drawn anew from what the owner chose, or none.

Nothing of the chosen file is kept but its pixels, and its address follows from them.
"""
