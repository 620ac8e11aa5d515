"""Cases: a bad answer, or a member who asks for a word, is seen to until the programme's hour.

A case is closed only with its cause and what was done; then the member is asked again, and a bad
answer opens it once more.
"""
