"""One module a page of docs/; each makes its page from the code."""
