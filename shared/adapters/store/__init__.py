"""The two adapters of the store port: Firestore, and one that lives inside the process."""
