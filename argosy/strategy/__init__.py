"""strategy: which way of selling suits, and how sure we are."""
