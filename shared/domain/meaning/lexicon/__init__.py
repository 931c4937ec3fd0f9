"""The words by which buyers' wishes and feelings are known: phrases only, no rules."""
