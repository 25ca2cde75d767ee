"""Facts: which JSON name becomes which SOAP element, of what type and length; one table an operation of a facade."""
