"""Pages as pure functions: what a page is drawn from goes in, a component tree comes out."""
