"""What a product costs and is worth: premiums, cash values, loans and benefits from a basis handed in as data."""
