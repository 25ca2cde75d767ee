"""The harness: does a REST facade keep the promises of its contract?"""
