"""The ground floor: words, safe text, money and problems. It knows nothing of insurance."""
