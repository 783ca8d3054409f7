"""Life contingencies: mortality, present values, reserves, minimum cash values, premiums."""
