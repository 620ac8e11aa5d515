"""The shop's own phones, tablets and tills: enrolled by a code from the console, known by a cookie.

Who is signed in on one is signed out when it is revoked; what it still brings is looked at first.
"""
