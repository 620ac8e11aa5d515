"""Live: a member's phone hears at once that something was recorded for it.

A stream carries numbers only, the sequence of the member's chain, each once and only upwards; the
phone then asks for the receipt as it asks for any page. One thread in each process watches the
database for all streams of that process, on one connection of its own; a stream holds none.
"""
