"""Rehearsal: a draft of the rules over what was really recorded, beside what was given.

Always true: nothing is written but how far it is and what came out; rehearsing the rules that
decided gives exactly what was given.
"""
