"""Importing: what other systems know, row by row, through the engine like everything else.

A row is taken wholly or not at all, and once: the same file again adds nothing.
"""
