"""What a document demands of one exchange: the refusal, the SOAP message, the values of the answer."""
