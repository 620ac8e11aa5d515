"""Invitations: a member brings a friend, and both are thanked.

Always true: a friend has one inviter, for life, and was never a member before. What was promised
when they joined is what they get. What is given to either side is an activity of their own that
follows from what the friend did, and goes when that goes. Nobody is written to.
"""
