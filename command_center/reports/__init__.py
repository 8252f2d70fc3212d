"""After-action documents: a review as one answer, as a table, as a document; made from facts."""
