"""How well buyers' words are understood, and replies judged: lines, layers and figures."""
