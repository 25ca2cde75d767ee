"""Which clauses each phase is there for; a run that exercises fewer has lost a test."""

EXERCISES: dict[str, tuple[str, ...]] = {
    "mapping": (
        "SB-H-01", "SB-C-01", "SB-C-02", "SB-C-06", "SB-C-07", "SB-G-01", "SB-G-02", "SB-G-05", "SB-G-06", "SB-P-01",
    ),
    "limits": ("SB-H-05", "SB-C-05", "SB-C-06", "SB-G-04", "SB-G-05", "SB-G-06", "SB-P-01"),
    "envelopes": ("SB-E-01", "SB-E-02", "SB-E-03", "SB-E-04", "SB-P-01"),
    "setups": ("SB-C-03", "SB-C-04", "SB-E-02", "SB-E-03", "SB-G-07", "SB-G-08", "SB-H-02", "SB-P-01"),
    "polling": ("SB-G-02", "SB-G-07", "SB-G-08"),
    "codes": ("SB-E-01", "SB-E-02", "SB-C-04", "SB-G-03"),
    "together": ("SB-P-01",),
    "http_order": ("SB-H-01", "SB-H-02", "SB-H-04", "SB-H-05"),
    "tokens": ("SB-H-02", "SB-H-03"),
    "credentials": ("AZ-A-01", "CRM-A-01", "JOC-A-01"),
    "records": ("AZ-C-05", "AZ-C-06", "AZ-L-02", "CRM-M-02", "CRM-S-01", "JOC-L-01", "JOC-R-05"),
    "notices": ("SB-N-01",),
    "upstream": ("SB-E-05", "SB-P-01", "SB-P-02"),
    "schemathesis": ("SB-E-01", "SB-E-02", "SB-H-01", "SB-H-05", "SB-C-06", "SB-G-02", "SB-P-01"),
}  # fmt: skip

# The phases of the SOAP side, which have clauses of their own system.
SOAP_EXERCISES: dict[str, tuple[str, ...]] = {
    "soap wsdl": ("SCH-T-05",),
    "soap codes": ("SCH-R-03", "SCH-C-02", "SCH-C-06", "SCH-G-11", "SCH-G-12", "SCH-G-13", "SCH-G-14", "SCH-T-07"),
    "soap fuzzing": (
        "SCH-T-02", "SCH-T-03", "SCH-T-04", "SCH-T-06", "SCH-T-07", "SCH-T-08", "SCH-T-09", "SCH-T-10", "SCH-T-11", "SCH-T-12",
        "SCH-R-01", "SCH-R-02", "SCH-L-02", "SCH-L-03", "SCH-C-02", "SCH-C-03", "SCH-C-06", "SCH-C-10", "SCH-C-11",
        "SCH-G-02", "SCH-G-04", "SCH-G-05", "SCH-G-11", "SCH-G-12", "SCH-G-13", "SCH-G-15",
    ),
}  # fmt: skip
