"""The inbox API: one route table, pydantic shapes, problem bodies."""
