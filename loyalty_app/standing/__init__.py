"""The standing: what a member has now, the sum of the outcomes and tallies of their chain.

Always true: Σ points of the outcomes = available + pending − debt, and with a debt there are no
released points left.
"""
