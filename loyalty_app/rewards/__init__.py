"""Rewards and their vouchers: claimed for points or won as prizes; a voucher is used once."""
