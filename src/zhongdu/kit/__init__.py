"""What every page is made of: shells, tokens, components, forms, lists and the register of pages."""
