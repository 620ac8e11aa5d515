"""Surveys: who is asked what, once for each occasion; what they said, and what it adds up to.

An anonymous answer has neither member, visit nor hour. Points for an answer are given through
`engine.record`, for any answer alike.
"""
