"""Members: who holds a card, how to reach them, what they consented to. Identity, nothing else."""
