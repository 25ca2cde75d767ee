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
    "notices": ("SB-N-01",),
    "wsdl": ("SCH-T-05",),
    "upstream": ("SB-E-05", "SB-P-01", "SB-P-02"),
    "schemathesis": ("SB-E-01", "SB-E-02", "SB-H-01", "SB-H-05", "SB-C-06", "SB-G-02", "SB-P-01"),
}  # fmt: skip
