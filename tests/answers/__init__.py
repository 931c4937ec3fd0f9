"""How good and how safe answers are: `make eval-answers`."""
