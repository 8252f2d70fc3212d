"""After-action documents, made from facts: a review as one answer, as a table, as a document."""
