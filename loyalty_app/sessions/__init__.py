"""Sessions: who is signed in on which browser. A row each; deleting it signs out at once."""
