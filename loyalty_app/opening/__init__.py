"""How a shop begins: empty, with its owner and a preset; or as the demo, with a past to look at."""
