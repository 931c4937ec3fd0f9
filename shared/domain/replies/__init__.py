"""What is sent to buyers: approval, one dispatch, and the proof that WB published it."""
