"""Activities: facts that reach us, and the outcomes that followed.

An activity never changes and never goes; an error is undone by its opposite. All activities of
one member form a chain in the order they were recorded, each linked to the one before.
"""
