"""What the shop does in a second, beside what the bare driver or an empty view would: `make bench`.

Each figure is a function of its own. Ours and the floor run in turn, chunk by chunk, and medians
are compared, so that a busy machine slows both alike.
"""
