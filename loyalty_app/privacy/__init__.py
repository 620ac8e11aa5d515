"""Privacy: what we know of a member, in their hands; and how it is erased.

Always true: after an erasure nothing says who the member was, and the chain still verifies.
"""
