"""Queries of notifications, right and wrong; the document says which are which."""

QUERIES = (
    "", "rowver=0", "limit=1", "rowver=0&limit=1&wid=J-1001", "rowver=00", "rowver=9223372036854775807", "limit=2147483647",
    "rowver=9223372036854775808", "rowver=-1", "rowver=%2B1", "rowver=", "rowver", "rowver=1.0", "rowver=1e3", "rowver=0x1",
    "rowver=abc", "rowver=%20", "rowver=1%00", "rowver=%D9%A1", "rowver=%FF", f"rowver={'9' * 5000}", "rowver=null",
    "limit=0", "limit=-1", "limit=", "limit=1.5", "limit=ten", "limit=2147483648", "limit=true", "limit=[]",
    "wid=", "wid=" + "x" * 50, "wid=" + "x" * 51, "wid=%FF", "wid=%C3%BC+%26", "wid=" + "%C3%BC" * 50,
    "rowver=1&rowver=1", "limit=1&limit=2", "wid=a&wid=a", "rowver=1&limit=1&rowver=2", "ROWVER=x", "Limit=0", "x=1&x=2",
    "&&", "=", "=x&rowver=0", "rowver=0&", "%72owver=x", "rowver[]=1", "rowver=0;limit=0",
)  # fmt: skip
