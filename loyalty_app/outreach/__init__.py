"""Outreach: messages to members. Each is a row written with what it tells of; a worker sends it."""
