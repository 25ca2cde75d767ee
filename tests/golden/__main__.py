"""Write the golden envelopes anew, and drop those of calls that are no more."""

from tests.golden.cases import CASES, FOLDER, answered


def main() -> None:
    """Write each envelope as it is answered now."""
    for file in FOLDER.glob("*.xml"):
        if file.name not in CASES:
            file.unlink()
    for name, (case, namespace) in CASES.items():
        (FOLDER / name).write_bytes(answered(case, namespace).body)


if __name__ == "__main__":
    main()
