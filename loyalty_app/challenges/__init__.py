"""Challenges: so much of something within a time, then a prize; won once in each period.

Whatever counts is a tally that runs on past the target. A win has its own terms: after a reversal
it is looked at again under them, and goes if it is not met any more.
"""
