"""Reading WB: what a channel showed, what is due next, and what a shared budget allows."""
