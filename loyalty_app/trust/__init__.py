"""Trust: what lets an owner rely on the numbers. Nothing here changes anything."""
