"""The shop's own questions, with its answers: plain words, in the order that the shop gave them.

Nothing in them is about a member, and anybody may read them. What the programme answers by itself
is not kept here: `programme.explained` says it.
"""
