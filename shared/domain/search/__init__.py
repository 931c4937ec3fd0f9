"""Search: what is indexed of an item, how a query is read, and what fits it."""
