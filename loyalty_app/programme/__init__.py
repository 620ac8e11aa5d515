"""The programme: the shop's rules as one versioned document.

A published version never changes. What a version promised stays true for what was
earned under it: lots, vouchers and wins carry their own terms.
"""
