"""Values for Hypothesis, made from a document: valid by construction, at the limits, or spoiled in one field that they name."""
