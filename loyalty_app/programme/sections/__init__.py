"""One module per section of the document; a section exists only when its mechanic reads it."""
